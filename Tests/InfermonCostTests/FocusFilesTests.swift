import InfermonCost
import InfermonModel
import Testing

@Suite struct FocusFilesTests {
    private let now = Timestamp(seconds: CivilDateTime(year: 2026, month: 11, day: 23).secondsSince1970)

    private static let header =
        "ProviderName,BilledCost,EffectiveCost,BillingCurrency,ChargePeriodStart,ChargePeriodEnd,BillingPeriodEnd,"
        + "ChargeClass,ServiceCategory,ServiceName,ResourceId,Tags\n"

    private static func row(
        _ cost: String, day: Int, id: String = "r", provider: String = "AWS", effective: String = "0",
        class chargeClass: String = "", service: String = "Bedrock", end: String? = nil, tags: String = ""
    ) -> String {
        func date(_ day: Int) -> String { "2026-11-\(day < 10 ? "0" : "")\(day)T00:00:00Z" }
        let close = "2026-12-01T00:00:00Z"
        return "\(provider),\(cost),\(effective),USD,\(date(day)),\(end ?? date(day + 1)),\(close),\(chargeClass),"
            + "AI and Machine Learning,\(service),\(id),\(tags)\n"
    }

    private func file(
        _ name: String, _ rows: [String], modified: Int64 = 0, options: FocusImport.Options = .init()
    ) -> FocusFiles.File {
        FocusFiles.File(
            name: name, modified: Timestamp(seconds: modified),
            content: FocusImport((Self.header + rows.joined()).utf8, options: options, now: now))
    }

    private func sum(_ bill: FocusFiles) -> Money { bill.records.reduce(.zero) { $0 + ($1.billed ?? .zero) } }

    @Test func `parts of one export are added up`() {
        let bill = FocusFiles([
            file("part-1", [Self.row("1.5", day: 1), Self.row("2", day: 2)]),
            file("part-2", [Self.row("4", day: 1, id: "s")]),
        ])
        #expect(sum(bill) == Money("7.5"))
        #expect(bill.notes.isEmpty)
        #expect(bill.records.count == 2, "rows of the same day, service and project are one record")
    }

    @Test func `two equal rows of one file are two charges`() {
        #expect(sum(FocusFiles([file("a", [Self.row("1", day: 1), Self.row("1", day: 1)])])) == Money(dollars: 2))
    }

    @Test func `a copy of a file counts once`() {
        let rows = [Self.row("1", day: 1), Self.row("1", day: 1), Self.row("3", day: 2)]
        let bill = FocusFiles([file("a", rows, modified: 1), file("b", rows, modified: 2)])
        #expect(sum(bill) == Money(dollars: 5))
        #expect(bill.notes == ["a is left out: a newer file holds the same days."])
    }

    @Test func `each day's export of the month so far replaces the one before`() {
        let monday = (1...9).map { Self.row("1", day: $0) } + [Self.row("0.25", day: 10)]
        let tuesday = (1...9).map { Self.row("1", day: $0) } + [Self.row("0.75", day: 10), Self.row("0.5", day: 11)]
        for order in [[0, 1], [1, 0]] {
            let files = [file("monday", monday, modified: 100), file("tuesday", tuesday, modified: 200)]
            let bill = FocusFiles(order.map { files[$0] })
            #expect(sum(bill) == Money("10.25"))
            #expect(bill.notes == ["monday is left out: a newer file holds the same days."])
        }
    }

    @Test func `single rows that two files share count once`() {
        let bill = FocusFiles([
            file("old", [Self.row("1", day: 1), Self.row("2", day: 2), Self.row("4", day: 3)], modified: 1),
            file("new", [Self.row("4", day: 3), Self.row("8", day: 4)], modified: 2),
        ])
        #expect(sum(bill) == Money(dollars: 15))
        #expect(bill.notes == ["1 rows of old are left out: a newer file holds their days."])
    }

    @Test func `an earlier export keeps the days that the newer one does not hold`() {
        let old = (1...20).map { Self.row("1", day: $0) }
        // From day 5 on, one of them restated.
        let new = (5...21).map { Self.row($0 == 9 ? "3" : "1", day: $0) }
        let bill = FocusFiles([file("old", old, modified: 1), file("new", new, modified: 2)])
        #expect(sum(bill) == Money(dollars: 4 + 17 + 2))
        #expect(bill.notes == ["16 rows of old are left out: a newer file holds their days."])
    }

    @Test func `a day that a newer file restates counts once, however little the two share`() {
        let day = { (cost: String) in (0..<6).map { Self.row($0 < 2 ? cost : "2", day: 10, id: "r\($0)") } }
        let old = (1...9).map { Self.row("1", day: $0) } + day("1")
        let new = day("5") + (11...19).map { Self.row("1", day: $0) }
        let bill = FocusFiles([file("old", old, modified: 1), file("new", new, modified: 2)])
        #expect(sum(bill) == Money(dollars: 9 + 18 + 9))
    }

    @Test func `a day that the newer export does not hold stays`() {
        let old = [1, 2, 3].map { Self.row("1", day: $0) }
        let bill = FocusFiles([file("old", old, modified: 1), file("new", [old[0], old[2]], modified: 2)])
        #expect(sum(bill) == Money(dollars: 3))
    }

    @Test func `amounts in other currencies count once too`() {
        let euro = Self.row("7", day: 2).replacing(",USD,", with: ",EUR,")
        let old = [Self.row("1", day: 1), euro, Self.row("3", day: 3)]
        let new = [euro, Self.row("4", day: 3), Self.row("5", day: 4)]
        for files in [[old, new], [[euro], [euro]]] {
            let bill = FocusFiles([file("old", files[0], modified: 1), file("new", files[1], modified: 2)])
            #expect(bill.otherCurrencies == ["EUR": Money(dollars: 7)])
        }
        let whole = FocusFiles([file("old", old, modified: 1), file("new", new, modified: 2)])
        #expect(sum(whole) == Money(dollars: 10))
    }

    @Test func `an amount that nobody pays is refused, whatever its sign`() {
        let bill = FocusFiles([
            file("a", [Self.row("1e30", day: 1), Self.row("-1e30", day: 1), Self.row("2", day: 1)])
        ])
        #expect(sum(bill) == Money(dollars: 2) && bill.unreadableRows == 2)
    }

    @Test func `a provider whose API is asked is not billed twice`() {
        let rows = [Self.row("5", day: 1), Self.row("7", day: 1, provider: "OpenAI")]
        let bill = FocusFiles([file("a", rows)], askedDirectly: ["openai"])
        #expect(sum(bill) == Money(dollars: 5))
        #expect(bill.notes == ["7 dollars of openai are left out: its own API is asked."])
        #expect(FocusFiles([file("a", rows)], askedDirectly: ["aws"]).records.map(\.provider) == ["openai"])
    }

    @Test func `credits and corrections are in the sum and named`() {
        let bill = FocusFiles([file("a", [Self.row("5", day: 2), Self.row("-1.5", day: 1, class: "Correction")])])
        #expect(sum(bill) == Money("3.5"))
        #expect(
            bill.notes == ["1 rows correct charges of earlier periods.", "Credits of -1.5 dollars are in the sum."])
    }

    @Test func `what is billed belongs to its invoice and what is effective to its period`() throws {
        let row = [Self.row("1200", day: 1, effective: "100", end: "2027-11-01T00:00:00Z")]
        let billed = FocusFiles([file("a", row)])
        #expect(sum(billed) == Money(dollars: 1_200))
        #expect(billed.records.first?.end == Timestamp(seconds: 1_796_083_200))
        let effective = FocusFiles([file("a", row, options: .init(cost: .effective))])
        #expect(sum(effective) == Money(dollars: 100))
        #expect(effective.records.first?.end == Timestamp(seconds: 1_825_027_200))
    }

    @Test func `services can be chosen by a part of their name or category`() {
        let rows = [Self.row("1", day: 1), Self.row("2", day: 1, service: "S3")]
        #expect(sum(FocusFiles([file("a", rows, options: .init(services: "bedrock"))])) == Money(dollars: 1))
        #expect(sum(FocusFiles([file("a", rows, options: .init(services: "machine"))])) == Money(dollars: 3))
    }

    @Test(
        arguments: [
            (#""{""team"":""x"",""scenario"":""chat""}""#, "chat"), (#""""scenario"": ""chat"", ""n"": 1""#, "chat"),
            (#""{""n"":1.5,""b"":true,""scenario"":""a\u0041\""\\\n""}""#, "aA\"\\\n"),
            (#""{""scenario"":null}""#, nil),
            (#""{""scenario"":""""}""#, nil), ("{}", nil), ("", nil), (#""{""scenario"""#, nil), ("[1]", nil),
            (#""{""scenario"":""\ud83d\ude00""}""#, "😀"), (#""{""scenario"":""\u00""}""#, nil),
        ] as [(String, String?)])
    func `a tag is the project`(tags: String, expected: String?) {
        let bill = FocusFiles([file("a", [Self.row("1", day: 1, tags: tags)])])
        #expect(bill.records.map(\.project) == [expected])
    }

    @Test(arguments: [
        ("Amazon Web Services", "bedrock"), ("AWS", "bedrock"), ("Microsoft", "azure"), ("Google Cloud", "vertex_ai"),
        ("OpenAI", "openai"), ("", "unknown"),
    ])
    func `providers have the names that logs give them`(name: String, expected: String) {
        #expect(FocusFiles([file("a", [Self.row("1", day: 1, provider: name)])]).records.map(\.provider) == [expected])
    }

    @Test func `a file that ends inside a row is told from a whole one`() {
        let text = Self.header + Self.row("5", day: 1) + Self.row("7", day: 2)
        let whole = FocusImport(text.utf8, now: now)
        #expect(!whole.isCut && whole.records.count == 2)
        #expect(!FocusImport(text.dropLast().utf8, now: now).isCut)
        for length in (text.utf8.count - 60)..<(text.utf8.count - 20) {
            #expect(FocusImport(text.utf8.prefix(length), now: now).isCut, "\(length)")
        }
        #expect(FocusImport((text + "AWS,\"1").utf8, now: now).isCut)
    }

    @Test func `columns in any order and spelling, with line ends in quotes`() {
        let text =
            "\u{FEFF}tags, billing_currency ,Charge_Period_End,chargeperiodstart,BILLEDCOST,x\r\n"
            + "\"{\"\"scenario\"\":\r\n\"\"a\"\"}\",usd,11/3/26,11/2/26,\" $1,000.50 \",\r\n"
            + "\"two\nlines\",EUR,11/3/26,11/2/26,7,\r\nx,USD,11/3/26,11/2/26,oops,"
        let bill = FocusImport(text.utf8, now: now)
        #expect(bill.records.map(\.billed) == [Money("1000.5")])
        #expect(bill.records.map(\.project) == ["a"])
        #expect(bill.otherCurrencies == ["EUR": Money(dollars: 7)])
        #expect(bill.notes == ["Line 6: BilledCost is no number."])
        #expect(bill.unreadableRows == 1)
    }

    @Test func `our own export read back has the same days, scenarios, models, providers and amounts`() {
        var random = SplitMix64(seed: 11)
        var expected: [String: Money] = [:]
        let rows = (0..<400).map { number in
            let day = now - .days(Int64(number % 70))
            let series = SeriesKey(
                scenario: ScenarioID("s,\(number % 3)\""), model: "m\(number % 5)",
                provider: ["openai", "anthropic"][number % 2])
            var rollup = Rollup()
            rollup.bestCost = Money(picodollars: Int128(random.next() >> 8))
            expected["\(day.rfc3339)|\(series.scenario)|\(series.model)|\(series.provider)", default: .zero] +=
                rollup.bestCost
            return RollupRow(start: day + .hours(Int64(number % 24)), series: series, rollup: rollup)
        }
        let text = FocusExport.csv(rows, account: "box")
        var found: [String: Money] = [:]
        for record in FocusFiles([
            .init(name: "a", modified: .epoch, content: FocusImport(text.utf8, now: now))
        ]).records {
            #expect(record.end == record.start + .days(1))
            let key = "\(record.start.rfc3339)|\(record.project ?? "")|\(record.model ?? "")|\(record.provider)"
            found[key, default: .zero] += record.billed ?? .zero
        }
        #expect(found == expected)
    }
}
