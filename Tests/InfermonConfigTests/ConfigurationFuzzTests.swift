import InfermonModel
import InfermonTestSupport
import Testing

@testable import InfermonConfig

@Suite struct ConfigurationFuzzTests {
    private static let bound = Duration.seconds(2)

    private func isPrintable(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7f...0x9f).contains($0.value) && $0.value != 0x202e }
    }

    @Test func `no text makes the loader crash, hang, or start half`() throws {
        let loader = ConfigurationLoader(environment: ["HOME": "/h"])
        let corpus = ExampleConfiguration.all.map { Array($0.text.utf8) }
        let keys = ConfigurationKeys.sections.flatMap(\.keys).map { "\($0): " }
        let words =
            keys + [
                "*a", "&a ", "!!int ", "---\n", "? ", "|\n", ">-\n", "<<: ", "{regex: \"(a{1,255}){1,255}\"}", "~",
                "\t",
            ]
        let run = FuzzRun(corpus: corpus, words: words) { input in
            let loaded = loader.load(text: String(decoding: input, as: UTF8.self))
            #expect((loaded.configuration == nil) == !loaded.errors.isEmpty)
            #expect(loaded.problems.count <= 101)
            for problem in loaded.problems {
                let shown = problem.description
                if !isPrintable(shown) || shown.count > 2_000 { Issue.record("\(shown.debugDescription)") }
            }
        }
        #expect(run.count > corpus.count)
        #expect(run.slowest.time < Self.bound, "\(String(decoding: run.slowest.input.prefix(500), as: UTF8.self))")
    }

    @Test func `bytes that are no text are refused like any other`() throws {
        let corpus = ExampleConfiguration.all.map { Array($0.text.utf8) }
        let run = FuzzRun(corpus: corpus, share: 0.25) { input in
            let problems = ProblemCollector(file: nil)
            let node = YAMLReader.read(input, problems: problems)
            if problems.hasErrors {
                #expect(problems.problems.allSatisfy { $0.mark.map { $0.line > 0 && $0.column > 0 } ?? true })
            }
            if case .scalar(let text, _)? = node?.content { #expect(text.utf8.count <= input.count * 3) }
        }
        #expect(run.slowest.time < Self.bound)
    }

    @Test func `quantities, dates and money hold to their ranges`() throws {
        let texts = [
            "1h30m", "1500ms", "$500/month", "12.50 USD", "1000/h", "20/min", "32GB", "80GiB", "99.9%", "0.999",
            "2026-11-01",
            "2026-11-01T08:00:00Z", "2026-11-01 08:00:30+05:45", "0.00026750000000000003", "1e-7", "-12.5",
        ]
        let zone = try ZoneDatabase().rules(named: "America/New_York")
        let run = FuzzRun(
            corpus: texts.map { Array($0.utf8) }, words: ["ms", "/h", "%", "GB", "$", "e", "T", "Z"], share: 0.25
        ) { input in
            let text = String(decoding: input, as: UTF8.self)
            if let span = Quantity.duration(text) {
                #expect(span >= .zero && span <= .days(36_525))
                #expect(Quantity.duration(Quantity.text(span)) == span)
            }
            for money in [Quantity.money(text), Quantity.money(text, per: "month")] {
                if let money { #expect(money >= .zero && money <= Money(dollars: 1_000_000_000_000_000)) }
            }
            if let rate = Quantity.ratePerHour(text) { #expect(rate > 0 && rate.isFinite) }
            if let bytes = Quantity.bytes(text) { #expect(bytes > 0) }
            if let ratio = Quantity.ratio(text) { #expect(ratio >= 0 && ratio.isFinite) }
            if let instant = DateTimeText.instant(text, in: zone) {
                #expect(instant >= Timestamp(seconds: -86_400) && instant.utc.year <= 10_000)
            }
            if let money = Money(decimal: input) { #expect(Money(money.decimal) == money) }
            _ = Money(decimal: input, shift: 2)
        }
        #expect(run.slowest.time < Self.bound)
    }

    @Test func `zone files and their rules are read or refused`() throws {
        let names = ["Europe/Zurich", "America/New_York", "Asia/Kathmandu", "Europe/Dublin"]
        let corpus = try names.map { try BoundedFile.read("\(ZoneDatabase.standardFolder)/\($0)", limit: 1 << 20) }
        let run = FuzzRun(corpus: corpus, words: ["TZif2", "TZif3", "\nCET-1CEST,M3.5.0,M10.5.0/3\n"], share: 0.25) {
            input in
            // A refusal is as good as an answer; only sense is asked of one.
            let rules = try? TZifFile(input).rules(named: "x", through: 2100)
            let starts = (rules?.transitions ?? []).map(\.start)
            #expect(zip(starts, starts.dropFirst()).allSatisfy { $0 < $1 })
            _ = PosixZone(input)?.changes(in: 2026)
        }
        #expect(run.slowest.time < Self.bound)
    }

    @Test func `expressions are compiled soon or refused`() throws {
        let patterns = ["^shop-[0-9]+$", "(a|b)*c{1,3}", "[[:alpha:]]+.?", "a{2,5}(b|c)+$", "\\(x\\)"]
        let run = FuzzRun(
            corpus: patterns.map { Array($0.utf8) }, words: ["(", ")", "{1,9}", "*", "[^a]", "|"], share: 0.25
        ) { input in
            guard let pattern = String(validating: input.prefix(600), as: UTF8.self) else { return }
            // What is refused cannot take long; what is not must match soon.
            let matcher = try? RegexMatcher(pattern)
            _ = input.withUnsafeBufferPointer { matcher?.matches($0) }
        }
        #expect(run.slowest.time < Self.bound, "\(String(decoding: run.slowest.input.prefix(600), as: UTF8.self))")
    }
}
