import ArgumentParser
import InfermonModel
import InfermonView

/// The options that every command takes.
struct GlobalOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The configuration to use.", valueName: "path"))
    var config: String?

    @Option(
        help: ArgumentHelp("A theme: dark, light, high-contrast, mono, or a btop .theme file.", valueName: "name|path"))
    var theme: String?

    @Option(help: ArgumentHelp("Least time between two frames, 250ms unless told: 100ms to 1h.", valueName: "time"))
    var interval: IntervalArgument?

    @Flag(help: "Use no colours; NO_COLOR in the environment does the same.")
    var noColor = false

    @Flag(help: "Draw with ASCII characters only.")
    var ascii = false

    @Flag(help: "Print lines instead of drawing a screen.")
    var plain = false
}

/// A length of time on the command line.
struct IntervalArgument: ExpressibleByArgument {
    let span: TimeSpan

    var defaultValueDescription: String { "\(NumberFormat.bound(span.seconds))" }

    init?(argument: String) {
        let isMilliseconds = argument.hasSuffix("ms")
        let digits =
            isMilliseconds ? argument.dropLast(2) : argument.hasSuffix("s") ? argument.dropLast() : Substring(argument)
        guard let seconds = Money(String(digits)) else { return nil }
        let microseconds = Int64(clamping: seconds.picodollars / (isMilliseconds ? 1_000_000_000 : 1_000_000))
        guard (100_000...3_600_000_000).contains(microseconds) else { return nil }
        span = TimeSpan(microseconds: microseconds)
    }
}

/// How a command prints.
enum TextOrJSON: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
}
