"""Stories: the workflows, read from top to bottom as the business."""
