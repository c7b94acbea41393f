"""One plugin for client, worker and replayer: the converter, the sandbox and the stories themselves."""

from typing import Final

from temporalio.plugin import SimplePlugin
from temporalio.worker import WorkflowRunner
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions

from schemas.wire import DATA_CONVERTER
from workflows.remediation import Remediation

# Pure or only named by stories, so they are shared; the stories themselves are not, so that the guard sees them.
SHARED: Final = ("activities", "rules", "schemas", "structlog")


def _guarded(runner: WorkflowRunner | None) -> WorkflowRunner:
    if runner is not None and not isinstance(runner, SandboxedWorkflowRunner):
        return runner
    return SandboxedWorkflowRunner(restrictions=SandboxRestrictions.default.with_passthrough_modules(*SHARED))


def bihuan_plugin() -> SimplePlugin:
    """Return the plugin that every client, worker and replayer of ours is given."""
    return SimplePlugin(
        "bihuan",
        data_converter=DATA_CONVERTER,
        workflows=[Remediation],
        workflow_runner=_guarded,
    )
