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

    @Option(
        help: ArgumentHelp("Least time between two frames of news, 250ms unless told: 100ms to 1h.", valueName: "time"))
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

    private static let units: [String: TimeSpan] = [
        "": .seconds(1), "ms": .milliseconds(1), "s": .seconds(1), "m": .minutes(1), "h": .hours(1),
    ]

    init?(argument: String) {
        let digits = argument.prefix { $0.isNumber || $0 == "." }
        // In milliseconds none that is taken is over 3,600,000: what is larger is not multiplied.
        guard let amount = Money(String(digits)), amount <= Money(dollars: 3_600_000),
            let unit = Self.units[String(argument.dropFirst(digits.count))]
        else { return nil }
        let microseconds = amount.picodollars * Int128(unit.microseconds) / 1_000_000_000_000
        guard (100_000...3_600_000_000).contains(microseconds) else { return nil }
        span = TimeSpan(microseconds: Int64(microseconds))
    }
}

/// How a command prints.
enum TextOrJSON: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
}
