import ArgumentParser
import InfermonConfig

/// Prints an example configuration.
struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Print a commented example configuration.",
        discussion: "Examples: "
            + ExampleConfiguration.all.map { "\($0.name) (\($0.summary))" }.joined(separator: "; ")
            + ". Redirect the output to ~/.config/infermon/config.yaml and edit it.")

    @Argument(help: ArgumentHelp("Which example.", valueName: "example"))
    var example = ExampleConfiguration.all[0].name

    func run() throws {
        guard let found = ExampleConfiguration.named(example) else {
            let names = ExampleConfiguration.all.map(\.name).joined(separator: ", ")
            throw failure([
                "infermon init: there is no example called \(String(reflecting: example)); there are \(names)."
            ])
        }
        print(found.text, terminator: found.text.hasSuffix("\n") ? "" : "\n")
    }
}
