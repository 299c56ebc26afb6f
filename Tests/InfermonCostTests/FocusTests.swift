import Foundation
import InfermonCost
import InfermonModel
import Testing

private func date(_ year: Int, _ month: Int, _ day: Int) -> Timestamp {
    Timestamp(seconds: CivilDateTime(year: year, month: month, day: day).secondsSince1970)
}

private func fixture(_ name: String) throws -> [UInt8] {
    let url = try #require(Bundle.module.url(forResource: "Fixtures/focus/\(name)", withExtension: "csv"))
    return Array(try Data(contentsOf: url))
}

@Suite struct FocusImportTests {
    private static let now = date(2026, 11, 23)

    @Test func `the specification's own sample with dollar signs and short dates is read`() throws {
        let result = FocusImport(try fixture("simple_saas_agreements_a1"), now: Self.now)
        #expect(result.notes.isEmpty)
        #expect(result.rows == 1)
        let first = try #require(result.records.first)
        #expect(first.billed == Money(dollars: 10_000))
        #expect(first.start == date(2025, 4, 1) && first.end == date(2025, 5, 1), "an invoice is of its billing period")
        #expect(first.provider == "acmecorp")
        #expect(first.lineItem == "Upfront payment for a 12-months term of the service")
        #expect(result.records.reduce(.zero) { $0 + ($1.billed ?? .zero) } == Money(dollars: 10_000))
    }

    @Test func `a byte order mark and a missing last newline are no trouble`() throws {
        let bytes = try fixture("virtual_currency_pricing_model_a1")
        #expect(bytes.starts(with: [0xEF, 0xBB, 0xBF]))
        #expect(bytes.last != UInt8(ascii: "\n"))
        let billed = FocusImport(bytes, now: Self.now)
        #expect(billed.records.map(\.billed) == [Money(dollars: 200_000)])
        #expect(FocusImport(bytes, cost: .effective, now: Self.now).records.map(\.billed) == [.zero])
    }

    private static func read(_ lines: String...) -> FocusImport {
        let header =
            "ProviderName,BilledCost,BillingCurrency,ChargePeriodStart,ChargePeriodEnd,SubAccountId,SkuMeter,"
            + "ConsumedQuantity,ConsumedUnit\r\n"
        return FocusImport(Array((header + lines.joined(separator: "\r\n")).utf8), now: now)
    }

    private static let period = "2026-11-01T00:00:00Z,2026-11-02T00:00:00Z"

    @Test func `other currencies are kept apart and never converted`() {
        let result = Self.read(
            "AWS,1.5,USD,\(Self.period),,,,", "AWS,900,JPY,\(Self.period),,,,", "AWS,100,JPY,\(Self.period),,,,")
        #expect(result.records.map(\.billed) == [Money("1.5")])
        #expect(result.otherCurrencies == ["JPY": Money(dollars: 1_000)])
    }

    @Test(arguments: [
        ("1.2E-05", "0.000012"), ("-3.5", "-3.5"), ("(7.25)", "-7.25"), ("\"($1,234.50)\"", "-1234.5"),
        ("\" $-   \"", "0"), ("\"$1,234.50 \"", "1234.5"), ("-$5", "-5"),
        ("0.00000000000000001", "0"),
    ])
    func `amounts are read by their digits`(text: String, dollars: String) {
        #expect(Self.read("AWS,\(text),USD,\(Self.period),,,,").records.map(\.billed) == [Money(dollars)])
    }

    @Test func `a line that cannot be read is noted by its number and loses no other`() {
        let result = Self.read(
            "AWS,nonsense,USD,\(Self.period),,,,", "AWS,2,USD,\(Self.period),,,,", "AWS,2,USD,soon,later,,,,")
        #expect(result.records.count == 1)
        #expect(result.notes == ["Line 2: BilledCost is no number.", "Line 4: the charge period is no pair of dates."])
    }

    @Test func `meters that count tokens give tokens of their class`() {
        let result = Self.read(
            "Azure,1,USD,\(Self.period),sub-1,Input tokens,1000,Tokens",
            "Azure,1,USD,\(Self.period),sub-1,Output,5,1K Tokens",
            "Azure,1,USD,\(Self.period),sub-1,Cached input,7,Tokens", "Azure,1,USD,\(Self.period),sub-1,Storage,7,GB")
        #expect(
            result.records.map(\.tokens) == [
                TokenUsage(uncachedInput: 1_000), TokenUsage(output: 5_000), TokenUsage(cacheRead: 7), nil,
            ])
        #expect(result.records.first?.project == "sub-1")
    }

    @Test(arguments: ["", "a,b\n1,2\n", "ProviderName,BilledCost\nAWS,1\n"])
    func `what is no export says why`(text: String) {
        let result = FocusImport(Array(text.utf8), now: Self.now)
        #expect(result.records.isEmpty)
        #expect(result.notes.count == 1)
    }
}

@Suite struct FocusExportTests {
    @Test func `our own ledger is written strictly and reads back to the digit`() throws {
        let series = SeriesKey(
            scenario: ScenarioID("chat \"bot\", v1"), model: "gpt-4o", provider: "openai", key: "k1", team: "web")
        let rows = (0..<3).map { hour in
            var rollup = Rollup()
            rollup.requests = 2
            rollup.tokens = TokenUsage(uncachedInput: 100, output: 50)
            rollup.bestCost = Money("0.000267500001") ?? .zero
            rollup.computedCost = Money("0.0003") ?? .zero
            rollup.computedPriced = 2
            return RollupRow(start: date(2026, 11, 5) + .hours(Int64(hour * 11)), series: series, rollup: rollup)
        }
        let text = FocusExport.csv(rows, account: "ops-1")
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count == 3 && lines.last == "")
        #expect(lines.first.map(String.init) == FocusExport.columns.joined(separator: ","))
        #expect(
            text.contains(
                "0.000802500003,ops-1,ops-1,USD,2026-12-01T00:00:00Z,2026-11-01T00:00:00Z,Usage,,6 requests to gpt-4o"))
        #expect(text.contains("2026-11-06T00:00:00Z,2026-11-05T00:00:00Z,450,Tokens"))
        #expect(text.contains(#""{""scenario"":""chat \""bot\"", v1"",""team"":""web""}""#))
        let back = FocusImport(Array(text.utf8), now: date(2026, 12, 1))
        #expect(back.notes.isEmpty)
        #expect(back.records.map(\.billed) == [Money("0.000802500003")])
    }

    @Test func `days and series are lines of their own`() {
        let rows = [1, 2].flatMap { day in
            ["a", "b"].map {
                RollupRow(start: date(2026, 11, day), series: SeriesKey(scenario: ScenarioID($0)), rollup: Rollup())
            }
        }
        #expect(FocusExport.csv(rows + rows, account: "x").split(separator: "\n").count == 5)
    }
}
