import ArgumentParser
import InfermonConfig
import InfermonCost
import InfermonIngest
import InfermonModel
import InfermonRollup

/// The measured traffic on every option of the catalogue, or the document's own figures recomputed.
struct WhatIfCommand: AsyncParsableCommand {
    /// The forms of the answer.
    enum Form: String, ExpressibleByArgument, CaseIterable {
        case text
        case json
        case markdown
    }

    static let configuration = CommandConfiguration(
        commandName: "whatif", abstract: "Say what the measured traffic would cost on every option.",
        discussion: """
            Reads log files, or without any the store of the live screen. With --claims it reads nothing and recomputes the figures
            of scenario-analysis.md line by line.
            """)

    @OptionGroup var options: GlobalOptions

    @Argument(help: ArgumentHelp("Log files.", valueName: "file"), completion: .file())
    var files: [String] = []

    @Flag(help: "Recompute the claims of scenario-analysis.md.")
    var claims = false

    @Option(
        name: .long, parsing: .singleValue, help: ArgumentHelp("Only this scenario; may be repeated.", valueName: "id"))
    var scenario: [String] = []

    @Option(help: ArgumentHelp("Only requests that ended from then on.", valueName: "date|time"))
    var from: InstantArgument?

    @Option(help: ArgumentHelp("Only requests that ended before then.", valueName: "date|time"))
    var to: InstantArgument?

    @Option(help: "How to print it.")
    var format = Form.text

    func run() async throws {
        let choice = ConfigurationChoice(options)
        var configuration = Configuration()
        if let loaded = choice.loaded {
            guard let usable = loaded.configuration else { throw failure(loaded.errors.map(\.description)) }
            configuration = usable
        }
        let book = PriceBook(configuration)
        complain(book.problems)
        let now = SystemClock().now()
        if claims {
            let audit = ClaimsAudit(prices: book.sheet, hardware: configuration.hardware ?? .assumed, at: now)
            print(render(audit.lines(), at: now), terminator: "")
            return
        }
        let result = try await traffic(configuration, prices: book.sheet, now: now)
        let wanted = Set(scenario.map(ScenarioID.init))
        let answers = MeasuredTraffic.scenarios(of: result, zone: configuration.zone)
            .filter { wanted.isEmpty || wanted.contains($0.scenario) }
            .map { WhatIf(Self.input($0, configuration, prices: book.sheet, now: now)) }
        guard !answers.isEmpty else { throw failure(["infermon whatif: no requests were found."], code: 3) }
        print(render(answers, at: now), terminator: "")
    }

    static func input(
        _ traffic: MeasuredTraffic, _ configuration: Configuration, prices: PriceSheet, now: Timestamp
    ) -> WhatIfInput {
        let known = configuration.scenarios.first { $0.id == traffic.scenario }
        let scenario = known ?? Scenario(id: traffic.scenario, title: traffic.scenario.rawValue)
        return WhatIfInput(scenario: scenario, traffic: traffic, configuration: configuration, prices: prices, now: now)
    }

    private func traffic(_ configuration: Configuration, prices: PriceSheet, now: Timestamp) async throws
        -> ReportResult
    {
        let keys: [ReportKey] = [.scenario, .model, .provider, .hour]
        let (begin, end) = (from?.instant(in: configuration.zone), to?.instant(in: configuration.zone))
        guard !files.isEmpty else {
            return try StoredReport.read(configuration, keys: keys, from: begin, to: end, now: now)
        }
        var reading = LogReport.Options()
        reading.keys = keys
        reading.countsContexts = true
        reading.from = begin
        reading.to = end
        reading.router = ScenarioRouter(scenarios: configuration.scenarios, regex: { RegexMatcher.closure(for: $0) })
        reading.pricer = SeriesPricer(prices)
        reading.adopt(configuration, for: files)
        let result = await LogReport(reading).read(files, at: now)
        complain(result.files.compactMap { file in file.problem.map { "infermon whatif: \($0)" } })
        return result
    }

    private func render(_ lines: [ClaimLine], at now: Timestamp) -> String {
        switch format {
        case .text: ClaimsText.text(lines, at: now)
        case .json: ClaimsText.json(lines, at: now).text + "\n"
        case .markdown: ClaimsText.markdown(lines, at: now)
        }
    }

    private func render(_ answers: [WhatIf], at now: Timestamp) -> String {
        switch format {
        case .text: answers.map { WhatIfText.text($0, now: now).joined(separator: "\n") + "\n" }.joined(separator: "\n")
        case .json: WhatIfJSON.document(answers, at: now).text + "\n"
        case .markdown:
            answers.map { WhatIfText.markdown($0, now: now).joined(separator: "\n") + "\n" }.joined(separator: "\n")
        }
    }
}

extension MeasuredTraffic {
    /// The traffic of each scenario of a report by scenario, model and hour; the busiest first.
    static func scenarios(of result: ReportResult, zone: TimeZoneRules) -> [MeasuredTraffic] {
        // Before infermon looked there were not zero requests but none known.
        guard let from = result.observedSince ?? result.from, let to = result.to else { return [] }
        let rows = result.groups.map { RollupRow(start: $0.start ?? from, series: $0.series, rollup: $0.rollup) }
        let names = Set(rows.map(\.series.scenario))
        return names.map { MeasuredTraffic(scenario: $0, rows: rows, from: from, to: to) }
            .filter { $0.total.requests > 0 }
            .sorted { ($1.total.requests, $0.scenario) < ($0.total.requests, $1.scenario) }
    }
}
