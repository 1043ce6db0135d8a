"""What is measured, by the names that stand in the results and on the page, with the unit of each; and of whom."""

ONE, LIST = "get one token", "list 1,000 tokens"
TENTH, LARGE = "list 10,000 tokens, in a new process", "list 100,000 tokens, in a new process"
PEAK = "list 100,000 tokens: peak memory"
AT_ONCE = "500 calls at once"
FIRST, WHOLE, PROCESSOR = "import and a first client", "the whole process of that", "processor time of that process"
SECOND, SECOND_MEMORY = "a second client", "memory of a second client"
COMMAND_LINE = "a command, as a whole process"
CHECK_TENTH, CHECK, CHECK_MEMORY = "check 10,000 tokens", "check 100,000 tokens", "memory of a check of 10,000 tokens"
UNITS = {
    ONE: "µs",
    LIST: "ms",
    TENTH: "s",
    LARGE: "s",
    PEAK: "MiB",
    AT_ONCE: "ms",
    FIRST: "ms",
    WHOLE: "ms",
    PROCESSOR: "ms",
    SECOND: "ms",
    SECOND_MEMORY: "KiB",
    COMMAND_LINE: "ms",
    CHECK_TENTH: "s",
    CHECK: "s",
    CHECK_MEMORY: "MiB",
}
# How many of a unit a second, or a byte, is.
SCALE = {"µs": 1e6, "ms": 1e3, "s": 1, "KiB": 2**-10, "MiB": 2**-20}

OURS, VENDOR, HTTPX, URLLIB3 = "instanakit", "instana-client", "httpx", "urllib3"
GENERATED, SOCKET = "generated client", "raw socket"
NOTHING = "python -c pass"
COMMANDS = {"--version": 4, "--help": 7, "tokens list": 25}  # and how many times as long as nothing each may take
RULES, TOKENS, JSON = "the rules", "the tokens themselves", "the report as JSON"
