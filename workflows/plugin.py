"""One plugin for client, worker and replayer: the converter, the runner and the stories themselves."""

from dataclasses import replace
from typing import Final

from temporalio.plugin import SimplePlugin
from temporalio.worker import UnsandboxedWorkflowRunner, WorkflowInstance, WorkflowInstanceDetails, WorkflowRunner
from temporalio.worker._workflow_instance import _WorkflowLogicFlag  # no public way to ask for it in 1.35
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions

from schemas.wire import DATA_CONVERTER
from workflows.in_time import InTime
from workflows.page import Pages
from workflows.remediation import Remediation
from workflows.scripted import stories

# Pure or only named by stories, so they are shared; the stories themselves are not, so that the guard sees them.
SHARED: Final = ("activities", "rules", "schemas", "structlog")


def _at_once(details: WorkflowInstanceDetails) -> WorkflowInstanceDetails:
    """Take all that arrives together at once, as the SDK will by itself one day.

    It takes messages first and lets the story run before it takes the rest. But what arrives together depends on
    whether a story is at hand: one that is told again while a message waits gets that message along with what came
    before it. It would then ask Temporal for the same things in another order, and be stuck at the next retelling.
    Each history says itself from where on it is told so.
    """
    together = frozenset({_WorkflowLogicFlag.PROCESS_WORKFLOW_ACTIVATION_JOBS_AS_SINGLE_BATCH})
    return replace(details, default_workflow_logic_flags=together)


class Trusting(UnsandboxedWorkflowRunner):
    """Tells stories without the sandbox, which would import all of them anew for each case.

    What the sandbox guards against is looked for where it costs nothing: all stories are acted under `Guarding` by the
    tests, and their source, with that of the rules, names nothing that reads a clock, a die or the world.
    """

    def create_instance(self, det: WorkflowInstanceDetails) -> WorkflowInstance:
        """Begin to tell a story."""
        return InTime(super().create_instance(_at_once(det)))


class Guarding(SandboxedWorkflowRunner):
    """Tells stories in the sandbox, which refuses whatever would be told otherwise another time."""

    def __init__(self) -> None:
        super().__init__(restrictions=SandboxRestrictions.default.with_passthrough_modules(*SHARED))

    def create_instance(self, det: WorkflowInstanceDetails) -> WorkflowInstance:
        """Begin to tell a story."""
        return InTime(super().create_instance(_at_once(det)))


def _runner(given: WorkflowRunner | None) -> WorkflowRunner:
    """Return the runner that somebody chose, or ours in place of the SDK's own choice."""
    return Trusting() if given is None or type(given) is SandboxedWorkflowRunner else given


def bihuan_plugin() -> SimplePlugin:
    """Return the plugin that every client, worker and replayer of ours is given."""
    return SimplePlugin(
        "bihuan",
        data_converter=DATA_CONVERTER,
        interceptors=[Pages()],
        workflows=[Remediation, *stories()],
        workflow_runner=_runner,
    )
