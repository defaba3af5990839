"""The step kinds that are written in code: scripts, commands and references to data."""

from __future__ import annotations

from studio.graph.model import Choice, Port, Setting, StepKind

RUN_SETTINGS: tuple[Setting, ...] = (
    Setting(
        "compute_target",
        "Compute target",
        "string",
        "Where the step runs. Empty means the workspace's default target.",
        default="",
        group="Run",
        bindable=False,
        format="compute",
    ),
    Setting(
        "allow_reuse",
        "Reuse results",
        "bool",
        "Whether the results of an earlier run may stand in when nothing the step depends on has "
        "changed.",
        default=True,
        group="Run",
        bindable=False,
    ),
    Setting(
        "timeout_seconds",
        "Time limit",
        "float",
        "Seconds after which the step is stopped and counts as failed. Empty means no limit.",
        minimum=0.1,
        group="Run",
    ),
)

REUSE_SCOPES = ("script", "source_directory")
"""What of a step's own files its results depend on, narrowest first."""

FOLDER_SETTINGS: tuple[Setting, ...] = (
    Setting(
        "hash_paths",
        "Also depends on",
        "list",
        "Files and folders of the step's source folder whose changes make it run again, besides "
        "its script. Use . for everything.",
        default=[],
        group="Run",
        bindable=False,
    ),
    Setting(
        "reuse_scope",
        "Reuse looks at",
        "string",
        "Which of the step's own files make it run again when they change. Empty means what the "
        "workspace is set to.",
        default="",
        choices=(
            Choice("", "As the workspace"),
            Choice("script", "The script and what it also depends on"),
            Choice("source_directory", "The whole source folder"),
        ),
        group="Run",
        bindable=False,
    ),
)

PYTHON_SCRIPT = StepKind(
    name="PythonScriptStep",
    version="1",
    title="Python script",
    summary="Runs a Python script of your own",
    group="code",
    icon="brand-python",
    dynamic_ports=True,
    has_source=True,
    settings=(
        Setting(
            "script_name",
            "Script",
            "string",
            "The file of the step's source folder that is started.",
            required=True,
            bindable=False,
            format="script",
        ),
        Setting(
            "arguments",
            "Arguments",
            "arguments",
            "What the script finds in sys.argv: text, parameters and the paths of inputs and "
            "outputs. No shell reads them.",
            default=[],
        ),
        *RUN_SETTINGS,
        *FOLDER_SETTINGS,
    ),
)

COMMAND = StepKind(
    name="CommandStep",
    version="1",
    title="Command",
    summary="Runs a program with a list of arguments",
    group="code",
    icon="terminal-2",
    dynamic_ports=True,
    has_source=True,
    launch="command",
    settings=(
        Setting(
            "command",
            "Command",
            "arguments",
            "The program and its arguments, one item each. No shell reads them.",
            required=True,
        ),
        *RUN_SETTINGS,
    ),
)

MODE = Setting(
    "mode",
    "Mode",
    "string",
    "Mount reads the data in place where the datastore allows it; download copies it "
    "to the node first.",
    default="mount",
    choices=(Choice("mount", "Mount"), Choice("download", "Download")),
    bindable=False,
)

DATA = StepKind(
    name="Data",
    version="1",
    title="Data",
    summary="A path on a datastore",
    group="data",
    icon="database",
    executes=False,
    launch="none",
    outputs=(Port("data", "any", title="Data"),),
    settings=(
        Setting(
            "datastore",
            "Datastore",
            "string",
            "The datastore that holds the data. Empty means the workspace's default datastore.",
            default="",
            bindable=False,
            format="datastore",
        ),
        Setting(
            "path",
            "Path",
            "string",
            "A file or folder on the datastore, for example examples/breast-cancer.csv.",
            required=True,
            format="datapath",
        ),
        MODE,
    ),
)

DATASET = StepKind(
    name="Dataset",
    version="1",
    title="Dataset",
    summary="A registered dataset",
    group="data",
    icon="database-import",
    executes=False,
    launch="none",
    outputs=(Port("data", "any", title="Data"),),
    settings=(
        Setting(
            "dataset",
            "Dataset",
            "string",
            "The name under which the data is registered.",
            required=True,
            format="dataset",
        ),
        Setting(
            "version",
            "Version",
            "string",
            "A version's number, or latest: the newest one at the moment a run is submitted.",
            default="latest",
            format="dataset_version",
        ),
        MODE,
    ),
)

CODED_KINDS: tuple[StepKind, ...] = (DATA, DATASET, PYTHON_SCRIPT, COMMAND)
