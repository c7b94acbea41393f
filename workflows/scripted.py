"""Scripted stories: for each definition of the repertoire a workflow of its own name, with its steps as messages."""

from typing import Any, Final

from temporalio import workflow

from rules.blocks import Definition
from rules.registry import RULES
from rules.repertoire import repertoire, step_commands
from rules.summary import summarise
from schemas.case import Case, CaseSummary, Stage
from schemas.commands import COMMANDS
from workflows.hearing import HearingStory, hears


class ScriptedStory(HearingStory):
    """A case whose definition says in which order it waits for what."""

    async def live(self) -> CaseSummary:
        """Live until the definition's story has come to its end, and return how it ended."""
        await self.open()
        while not self.case.settled:
            await self.goes_on()
        await self.close()
        return summarise(self.case)

    @workflow.query(name="case", description="当前事项（只读）")
    def shown(self) -> Case:
        """Return the case as it stands; frozen, so that a reader can't change it."""
        self.demand_case()
        return self.case


_TOLD: Final[dict[type[Definition], type[ScriptedStory]]] = {}


def stories() -> tuple[type[ScriptedStory], ...]:
    """Return the workflow of each definition that this process can tell."""
    return tuple(_story(definition) for definition in repertoire().values())


def _story(definition: type[Definition]) -> type[ScriptedStory]:
    if definition not in _TOLD:
        _TOLD[definition] = made = story_of(definition)
        globals()[made.__name__] = made  # the sandbox looks for it here, by its name
    return _TOLD[definition]


def story_of(definition: type[Definition]) -> type[ScriptedStory]:
    """Make a workflow's class, which nobody keeps: Temporal wants its `run` and its `__init__` to be its own."""
    name = f"story_of_{definition.name}"  # not the class's: that could be a name of ours

    async def run(self: ScriptedStory, *_sent: object) -> CaseSummary:
        return await self.live()

    def begin(self: ScriptedStory, *sent: object) -> None:
        HearingStory.__init__(self, sent)

    own: dict[str, Any] = {"run": run, "__init__": begin}
    for given, method in own.items():
        method.__name__, method.__qualname__ = given, f"{name}.{given}"
    own = {"run": workflow.run(run), "__init__": workflow.init(begin)}
    doc = f"{definition.title.zh} · {definition.title.en}"
    story: type[ScriptedStory] = type(name, (ScriptedStory,), {**own, "__doc__": doc, "__module__": __name__})
    heard = {name: kind for name, kind in COMMANDS.items() if Stage.RUNNING in RULES[kind].when}
    hearing: type[ScriptedStory] = hears({**heard, **step_commands(definition.name)})(story)
    told: type[ScriptedStory] = workflow.defn(name=definition.name)(hearing)
    return told


stories()
