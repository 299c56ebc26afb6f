import ArgumentParser
import InfermonModel

/// One look at every source, printed and left.
struct OnceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "once", abstract: "Look at every source once, print what is known, and leave.",
        discussion: """
            Exits with 0 when all is well, 1 when a warning fires or a promise is broken at the moment, 2 when a critical alert
            fires, 3 when there are no usable data, and 64 when the arguments or the configuration are wrong.
            """)

    @OptionGroup var options: GlobalOptions

    @Option(
        name: .long, parsing: .singleValue,
        help: ArgumentHelp(
            "Read this request log, without a configuration or instead of its logs.", valueName: "path|glob"))
    var log: [String] = []

    @Option(help: "How to print it.")
    var format = TextOrJSON.text

    @Option(help: ArgumentHelp("The longest time to wait for slow sources.", valueName: "time"))
    var wait = IntervalArgument(span: .seconds(10))

    func run() async throws {
        var configuration = try ConfigurationChoice.required(options, logs: log)
        let store = try LogOnlyStore(&configuration, logs: log)
        defer { store.remove() }
        throw try await OneLook.print(configuration, format: format, wait: wait.span)
    }
}

extension IntervalArgument {
    /// Creates a length of time.
    init(span: TimeSpan) {
        self.span = span
    }
}
