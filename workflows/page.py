"""The page of a case in the Temporal UI: written when somebody looks at it, and not in each task."""

from typing import Any

from temporalio import workflow
from temporalio.api.sdk.v1 import WorkflowMetadata
from temporalio.worker import HandleQueryInput, Interceptor, WorkflowInboundInterceptor, WorkflowInterceptorClassInput


class Pages(Interceptor):
    """Lets every story that has `details` show them as its current details."""

    def workflow_interceptor_class(self, _: WorkflowInterceptorClassInput) -> type[WorkflowInboundInterceptor]:
        """Put the page in where the SDK answers what a workflow is."""
        return _Page


class _Page(WorkflowInboundInterceptor):
    async def handle_query(self, input: HandleQueryInput) -> Any:  # noqa: A002 - the SDK's own name
        answer = await super().handle_query(input)
        story = workflow.instance()
        if isinstance(answer, WorkflowMetadata) and hasattr(story, "details"):
            answer.current_details = story.details()
        return answer
