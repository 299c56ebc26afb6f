import ArgumentParser
import InfermonConfig
import InfermonCost
import InfermonModel

/// Which price row applies to a model, and why.
struct PricesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prices", abstract: "Say which price applies to a model, and why; without a model, list all.",
        discussion: "Exits with 3 when no price is known: requests of such a model are unpriced, never free.")

    @OptionGroup var options: GlobalOptions

    @Argument(help: ArgumentHelp("The model, as logs name it.", valueName: "model"))
    var model: String?

    @Option(help: ArgumentHelp("The provider, as logs name it.", valueName: "name"))
    var provider = ""

    @Option(help: ArgumentHelp("The price of that day or time; now when left out.", valueName: "date|time"))
    var at: InstantArgument?

    @Option(help: ArgumentHelp("The service tier: batch, flex, priority, fast, or one with +us.", valueName: "tier"))
    var tier = ""

    @Option(help: ArgumentHelp("Tokens of the prompt: long prompts have prices of their own.", valueName: "count"))
    var inputTokens: Int64 = 0

    @Option(help: "How to print it.")
    var format = TextOrJSON.text

    func run() throws {
        let choice = ConfigurationChoice(options)
        var configuration = Configuration()
        if let loaded = choice.loaded {
            guard let usable = loaded.configuration else { throw failure(loaded.errors.map(\.description)) }
            configuration = usable
        }
        let book = PriceBook(configuration)
        complain(book.problems)
        let instant = at?.instant(in: configuration.zone) ?? SystemClock().now()
        guard let model else {
            print(PricesText.list(book.sheet, at: instant).joined(separator: "\n"))
            return
        }
        let explanation = book.sheet.explain(
            model: model, provider: provider, in: PricingContext(at: instant, serviceTier: tier),
            inputTokens: inputTokens)
        switch format {
        case .text: print(PricesText.lines(explanation).joined(separator: "\n"))
        case .json: print(PricesJSON.document(explanation).text)
        }
        if explanation.row == nil { throw ExitCode(3) }
    }
}
