import ArgumentParser
import InfermonAgents
import InfermonCost
import InfermonIngest
import InfermonModel

/// A look at FOCUS cost exports, without a configuration.
struct FocusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "focus", abstract: "Say what FOCUS cost exports bill, by month, provider and project.",
        discussion: """
            FOCUS is the cost format that AWS, Azure, Google Cloud and others export; files may be plain, .gz or .zst. To keep such \
            a bill beside your own figures, name the files under sources.cloud: {provider: focus, settings: {path: PATH}}. Your own figures \
            as a FOCUS export are "infermon report --format focus". Exits with 3 when nothing can be read.
            """)

    @Argument(help: ArgumentHelp("FOCUS exports; - is the standard input.", valueName: "file"), completion: .file())
    var files: [String]

    @Option(help: ArgumentHelp("Which cost to sum: billed or effective.", valueName: "name"))
    var cost = CostChoice.billed

    @Option(help: ArgumentHelp("Only services with this in their name or category.", valueName: "text"))
    var services: String?

    @Option(help: ArgumentHelp("The tag whose value is the project.", valueName: "name"))
    var tag = "scenario"

    @Option(help: "How to print it.")
    var format = TextOrJSON.text

    /// The costs of FOCUS that can be summed.
    enum CostChoice: String, ExpressibleByArgument, CaseIterable {
        case billed, effective
    }

    func run() throws {
        let now = SystemClock().now()
        let options = FocusImport.Options(
            cost: cost == .billed ? .billed : .effective, services: services, tag: tag)
        var read: [FocusFiles.File] = []
        var problems: [String] = []
        for path in files {
            do {
                read.append(
                    try FocusFile.read(path, modified: FocusFile.modified(path) ?? now, options: options, now: now))
            } catch {
                problems.append("infermon focus: \(error)")
            }
        }
        complain(problems)
        // A sum of nothing is no bill of $0.
        guard !read.isEmpty else { throw ExitCode(3) }
        let bill = FocusFiles(read)
        switch format {
        case .text: print(FocusText.lines(bill).joined(separator: "\n"))
        case .json: print(FocusText.document(bill).text)
        }
        if !problems.isEmpty || (bill.records.isEmpty && bill.otherCurrencies.isEmpty) { throw ExitCode(3) }
    }
}
