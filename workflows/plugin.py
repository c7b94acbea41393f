"""One plugin for client, worker and replayer: the converter, the sandbox and the stories themselves."""

from dataclasses import replace
from typing import Final

from temporalio.plugin import SimplePlugin
from temporalio.worker import WorkflowInstance, WorkflowInstanceDetails, WorkflowRunner
from temporalio.worker._workflow_instance import _WorkflowLogicFlag  # no public way to ask for it in 1.35
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions

from schemas.wire import DATA_CONVERTER
from workflows.remediation import Remediation

# Pure or only named by stories, so they are shared; the stories themselves are not, so that the guard sees them.
SHARED: Final = ("activities", "rules", "schemas", "structlog")


class _AtOnce(SandboxedWorkflowRunner):
    """Takes all that arrives together at once, as the SDK will by itself one day.

    It takes messages first and lets the story run before it takes the rest. But what arrives together depends on
    whether a story is at hand: one that is told again while a message waits gets that message along with what came
    before it. It would then ask Temporal for the same things in another order, and be stuck at the next retelling.
    """

    def create_instance(self, det: WorkflowInstanceDetails) -> WorkflowInstance:
        """Begin to tell a story; each history says itself from where on it is told so."""
        together = frozenset({_WorkflowLogicFlag.PROCESS_WORKFLOW_ACTIVATION_JOBS_AS_SINGLE_BATCH})
        return super().create_instance(replace(det, default_workflow_logic_flags=together))


def _guarded(runner: WorkflowRunner | None) -> WorkflowRunner:
    if runner is not None and not isinstance(runner, SandboxedWorkflowRunner):
        return runner
    return _AtOnce(restrictions=SandboxRestrictions.default.with_passthrough_modules(*SHARED))


def bihuan_plugin() -> SimplePlugin:
    """Return the plugin that every client, worker and replayer of ours is given."""
    return SimplePlugin(
        "bihuan",
        data_converter=DATA_CONVERTER,
        workflows=[Remediation],
        workflow_runner=_guarded,
    )
