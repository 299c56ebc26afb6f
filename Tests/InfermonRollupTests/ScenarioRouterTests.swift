import InfermonModel
import InfermonRollup
import Testing

@Suite struct ScenarioRouterTests {
    private let builder = AttemptBuilder()

    private func router(_ rules: [(String, MatchSelector, [MatchPattern])]) -> ScenarioRouter {
        ScenarioRouter(
            scenarios: rules.map { name, selector, patterns in
                Scenario(
                    id: ScenarioID(name), title: name,
                    rules: [MatchRule(conditions: [MatchRule.Condition(selector: selector, patterns: patterns)])])
            },
            regex: { pattern in { text in String(decoding: text, as: UTF8.self).hasSuffix(pattern.dropLast()) } })
    }

    private func name(_ record: AttemptRecord, _ router: ScenarioRouter) -> String {
        router.scenario(of: record, source: SourceID("/var/log/a.jsonl")).rawValue
    }

    @Test func `without a configuration the log's own mark is the scenario`() {
        #expect(name(builder.attempt(end: 1, mark: "chat"), ScenarioRouter()) == "chat")
        #expect(name(builder.attempt(end: 1, mark: ""), ScenarioRouter()) == "unattributed")
    }

    @Test func `the first rule that matches wins, then a mark that is declared`() {
        let router = router([("a", .key, [.exact("k1")]), ("b", .key, [.glob("k*")]), ("c", .team, [.exact("t")])])
        #expect(name(builder.attempt(end: 1, key: "k1", mark: ""), router) == "a")
        #expect(name(builder.attempt(end: 1, key: "k2", mark: "c"), router) == "b")
        #expect(name(builder.attempt(end: 1, key: "x", mark: "c"), router) == "c")
        #expect(name(builder.attempt(end: 1, key: "x", mark: "z"), router) == "unattributed")
    }

    @Test(arguments: [
        (MatchPattern.glob("chat*prod"), "chatbot-prod", true), (.glob("chat*prod"), "chatbot-prod-2", false),
        (.glob("?at"), "cat", true), (.glob("*"), "x", true), (.glob("a*b*c"), "aXbYbZc", true),
        (.glob("a*b*c"), "aXbYbZ", false), (.prefix("/v1/"), "/v1/chat", true), (.prefix("/v1/"), "/v2", false),
        (.exact("a"), "A", false), (.regex("bot$"), "chatbot", true), (.regex("bot$"), "bots", false),
    ])
    func `patterns are exact, globs, prefixes or expressions`(pattern: MatchPattern, key: String, matches: Bool) {
        let router = router([("a", .key, [pattern])])
        #expect((name(builder.attempt(end: 1, key: key, mark: ""), router) == "a") == matches)
    }

    @Test func `tags, headers and metadata are found by kind and name`() {
        let router = router([
            ("a", .tag, [.exact("x")]), ("b", .header("x-app"), [.exact("x")]), ("c", .meta("app"), [.exact("x")]),
        ])
        var record = builder.attempt(end: 1, mark: "")
        for (kind, name, scenario) in [
            (AttemptLabel.Kind.tag, "", "a"), (.header, "x-app", "b"), (.meta, "app", "c"),
            (.meta, "x-app", "unattributed"),
        ] {
            record.labels = builder.labels(kind, [("other", "y"), (name, "x")])
            #expect(self.name(record, router) == scenario)
        }
        #expect(self.name(builder.attempt(end: 1, mark: "x"), router) == "a")
    }

    @Test func `a rejected key is nobody's, whatever the rest says`() {
        var record = builder.attempt(end: 1, .auth, model: "gpt-4", mark: "")
        let router = router([("a", .model, [.glob("gpt*")])])
        #expect(name(record, router) == "unauthenticated")
        record.key = builder.text("k")
        #expect(name(record, router) == "a")
        record.isKeyRejected = true
        #expect(name(record, router) == "unauthenticated")
    }

    @Test func `answers are remembered by what the rules look at`() {
        var accumulator = RollupAccumulator(
            router: router([("a", .tag, [.exact("x")]), ("b", .endUser, [.exact("u")])]))
        var record = builder.attempt(end: 1, mark: "")
        accumulator.add(record, observedAt: .epoch)
        record.labels = builder.labels(.tag, [("", "x")])
        accumulator.add(record, observedAt: .epoch)
        record.labels = .none
        record.endUser = builder.text("u")
        accumulator.add(record, observedAt: .epoch)
        #expect(Set(merged(accumulator.drain()).keys.map(\.scenario.rawValue)) == ["unattributed", "a", "b"])
    }

    @Test func `a header and a value of one name are remembered apart`() {
        var accumulator = RollupAccumulator(
            router: router([("a", .header("project"), [.exact("x")]), ("b", .meta("project"), [.exact("x")])]))
        for kind in [AttemptLabel.Kind.header, .meta, .tag] {
            var record = builder.attempt(end: 1, mark: "")
            record.labels = builder.labels(kind, [("project", "x")])
            accumulator.add(record, observedAt: .epoch)
        }
        #expect(Set(merged(accumulator.drain()).keys.map(\.scenario.rawValue)) == ["a", "b", "unattributed"])
    }
}
