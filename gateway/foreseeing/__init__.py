"""What is to come: a policy played over a year, compared with what happened, and a forecast of open cases."""
