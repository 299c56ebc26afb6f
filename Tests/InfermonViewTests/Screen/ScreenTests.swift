import InfermonModel
import InfermonView
import Testing

@Suite struct ScreenTests {
    @Test func `unattributed requests are shown as soon as there are any`() {
        var dashboard = Sample.full
        dashboard.snapshot.scenarios.append(Sample.unattributed)
        #expect(render(dashboard, 120, 40).text.contains("unattributed"))
        #expect(render(dashboard, 80, 24).text.contains("unattributed"))
        dashboard.snapshot.scenarios[3].windows = [:]
        #expect(!render(dashboard, 120, 40).text.contains("unattributed"))
    }

    @Test func `requests without a price are unpriced and never $0`() {
        var dashboard = Sample.full
        dashboard.snapshot.scenarios = [Sample.unattributed]
        let text = render(dashboard, 120, 40).text
        #expect(text.contains("unpriced"))
        #expect(!text.contains("$0.0000"))
    }

    @Test func `a missing GPU is explained in whole sentences`() {
        let rows = render(Sample.empty, 120, 40).text
        #expect(rows.contains("no GPU: the NVIDIA driver library"))
        #expect(rows.contains("as it should be"))
        #expect(render(Sample.bare, 120, 40).text.contains("waiting for the first look at the GPUs"))
    }

    @Test func `no requests yet says what is read`() {
        #expect(render(Sample.bare, 120, 40).text.contains("no requests yet – reading /var/log/litellm/proxy.jsonl"))
    }

    @Test func `a forecast without data says so`() {
        #expect(render(Sample.empty, 120, 40).text.contains("needs data"))
    }

    @Test func `a paused screen shows what it holds`() {
        var state = UIState()
        _ = UIReducer.reduce(&state, .dashboard(Sample.full))
        _ = UIReducer.reduce(&state, .key(.character(" ")))
        let held = Screen.render(
            dashboard: Sample.bare, state: state, theme: .dark, glyphs: .braille, size: Size(width: 120, height: 40),
            now: Sample.now)
        #expect(held.rowText(0).contains("PAUSED"))
        #expect(held.text.contains("content-generation"))
    }

    @Test func `played data are called so`() {
        var dashboard = Sample.full
        dashboard.isDemo = true
        for (width, height) in [(120, 40), (80, 24), (40, 12)] {
            #expect(render(dashboard, width, height).rowText(0).contains("DEMO"))
        }
    }

    @Test func `a source in trouble is named in the header`() {
        let header = render(Sample.full, 80, 24).rowText(0)
        #expect(header.contains("anthropic down"))
        #expect(header.contains("openai 6h42m"))
    }

    @Test func `the selected row is marked through`() {
        let buffer = render(Sample.full, 120, 40) { $0.selection[.scenarios] = 1 }
        #expect((1..<119).allSatisfy { buffer[$0, 4].paint.isSelected })
        #expect(!buffer[5, 3].paint.isSelected)
    }

    @Test func `scenarios that do not fit scroll to the selected one`() {
        var dashboard = Sample.full
        dashboard.snapshot.scenarios = (0..<30).map { index in
            var row = Sample.chatbot
            row.scenario.id = ScenarioID("service-\(index)")
            return row
        }
        let text = render(dashboard, 80, 24) { $0.selection[.scenarios] = 29 }.text
        #expect(text.contains("service-29"))
        #expect(text.contains("of 30"))
    }

    @Test func `scenarios are ordered as asked`() {
        let rows = (3...5).map { render(Sample.full, 120, 40) { $0.order = .state }.rowText($0) }
        #expect(rows[0].contains("content-generation"))
        #expect(rows[1].contains("chatbot"))
    }

    @Test func `the log page shows what the filter lets through`() {
        func text(_ filter: String) -> String {
            render(Sample.full, 120, 40) {
                $0.page = .logs
                $0.filter = filter
            }.text
        }
        #expect(text("429").contains("1 of 10"))
        #expect(text("scenario=content lat>10s").contains("1 of 10"))
        #expect(text("cost>0.1").contains("1 of 10"))
        #expect(text("model=gpt chatbot").contains("5 of 10"))
        #expect(text("nothing-like-this").contains("no request matches"))
    }

    @Test func `a box that is off leaves its room to the others`() {
        let buffer = render(Sample.full, 120, 40) { $0.hidden = [.throughput, .gpu] }
        #expect(!buffer.text.contains("throughput"))
        #expect(buffer.rowText(8).hasPrefix("╭"))
        #expect(buffer.rowText(8).hasSuffix("╮"))
        #expect(render(Sample.full, 120, 40) { $0.hidden = Set(PanelID.allCases) }.text.contains("every box is off"))
    }
}
