import InfermonModel
import InfermonView
import Testing

@Suite struct PlainTextTests {
    @Test func `one look as text`() throws {
        try Golden.expect(PlainText.once(Sample.full), "once-full")
        try Golden.expect(PlainText.once(Sample.empty), "once-empty")
    }

    @Test func `a scenario that promises nothing is not said to be well`() throws {
        var dashboard = Sample.full
        let index = try #require(dashboard.snapshot.scenarios.firstIndex { $0.state == .ok })
        let name = dashboard.snapshot.scenarios[index].scenario.id.rawValue
        func state(_ dashboard: Dashboard) -> Substring? {
            let line = PlainText.once(dashboard).split(separator: "\n").first { $0.hasPrefix(name + " ") }
            return line?.split(separator: " ").dropFirst().first
        }
        #expect(state(dashboard) == "OK")
        dashboard.snapshot.scenarios[index].objectives = []
        #expect(state(dashboard) == "OK", "a budget is a promise too")
        dashboard.snapshot.scenarios[index].budget.limit = nil
        #expect(state(dashboard) == "--")
    }

    @Test func `requests as lines`() throws {
        let lines = SampleEvents.all.map {
            PlainText.line($0, bound: $0.scenario.rawValue == "content-generation" ? 10 : nil, zone: .utc) + "\n"
        }
        let money = SampleEvents.all.map {
            PlainText.line($0, budget: Sample.content.budget, bound: 10, zone: .utc) + "\n"
        }
        try Golden.expect((lines + ["\n"] + money).joined(), "tail")
    }

    @Test(arguments: HostileStrings.all) func `outside text never leaves its line`(text: String) {
        var event = SampleEvents.all[0]
        event.scenario = ScenarioID(text)
        event.model = text
        event.id = text
        event.errorClass = text
        for repertoire in [SafeText.Repertoire.unicode, .ascii] {
            let line = PlainText.line(event, bound: nil, zone: .utc, repertoire: repertoire)
            let cost = PlainText.line(
                event, budget: Sample.content.budget, bound: nil, zone: .utc, repertoire: repertoire)
            let once = PlainText.once(HostileDashboard.filled(with: text), repertoire: repertoire)
            for scalar in line.unicodeScalars { #expect(isPrintable(scalar, repertoire)) }
            for scalar in cost.unicodeScalars { #expect(isPrintable(scalar, repertoire)) }
            #expect(once.unicodeScalars.allSatisfy { $0 == "\n" || isPrintable($0, repertoire) })
            #expect(once.filter { $0.isNewline }.count == 16)
        }
    }

    private func isPrintable(_ scalar: Unicode.Scalar, _ repertoire: SafeText.Repertoire) -> Bool {
        if repertoire == .ascii { return (0x20..<0x7F).contains(scalar.value) }
        let category = scalar.properties.generalCategory
        return ![.control, .format, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator].contains(category)
            && !scalar.properties.isDefaultIgnorableCodePoint
    }
}
