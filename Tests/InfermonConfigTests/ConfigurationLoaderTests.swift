import Foundation
import InfermonConfig
import InfermonModel
import Testing

@Suite struct ConfigurationLoaderTests {
    private let loader = ConfigurationLoader(
        vocabulary: ConfigurationVocabulary(
            providers: [.init(name: "openai"), .init(name: "bedrock", settings: ["region", "scenario"])],
            options: ["1A", "1B"]),
        environment: ["HOME": "/home/op"])

    private func problems(_ text: String) -> [String] { loader.load(text: text).problems.map(\.description) }

    @Test func `every problem is told at once with its place and the nearest name`() {
        let text = """
            timezone: Europe/Zurch
            intervall: 1s
            scenarios:
              chatbot:
                objectives: {latency_p95: 2, availability: 99.9, latency_p59: 2s}
                budgets: $500/month
              content:
                budget: $2000
                match: [{tags: content}, {route: {regex: "("}}]
                options: [1C]
            sources:
              gateway_logs: [{format: jsn, path: /a}]
              gpus: {nvml: on}
              cloud: [{provider: openia, key_env: A}]
              servers: [{url: "http://127.0.0.1:8000/metrics"}]
            alerts: [{name: a, scenario: chatbt, metric: latency_p95, above: 3s}]
            notify: {}
            """
        let loaded = loader.load(text: text)
        #expect(loaded.configuration == nil)
        #expect(
            loaded.problems.map { String($0.description.dropFirst("configuration:".count)) } == [
                #"1:11: no time zone is called "Europe/Zurch"; did you mean "Europe/Zurich"?"#,
                #"2:1: unknown key "intervall"; did you mean "interval"?"#,
                #"5:31: found "2", which has no unit; scenarios.chatbot.objectives.latency_p95 is a duration such as 500ms, 2s, 5m or 1h30m"#,
                #"5:48: found "99.9", which has no unit; scenarios.chatbot.objectives.availability is a share such as 99.9%, from 50% to 99.999%"#,
                #"5:54: unknown key "latency_p59" in scenarios.chatbot.objectives; did you mean "latency_p50"?"#,
                #"6:5: unknown key "budgets" in scenarios.chatbot; did you mean "budget"?"#,
                #"8:13: found "$2000"; scenarios.content.budget is US dollars such as $500/month"#,
                #"9:14: unknown key "tags" in scenarios.content.match[0]; did you mean "tag"?"#,
                #"9:46: "(" is no extended regular expression: Unmatched ( or \("#,
                #"10:15: no option is called "1C"; did you mean "1A"?; options of your own stand under the top-level key options"#,
                #"12:27: found "jsn" in sources.gateway_logs[0].format; did you mean "json"?"#,
                #"13:16: found "on" in sources.gpus.nvml; known: auto, off"#,
                #"14:22: found "openia" in sources.cloud[0].provider; did you mean "openai"?"#,
                #"15:3: sources.servers is not in this version; take it out (gateway logs, local GPUs and cloud providers are read)"#,
                #"16:30: no scenario is called "chatbt"; did you mean "chatbot"?"#,
                #"17:1: notify is not in this version; take it out (alerts are shown on the screen and by "infermon once")"#,
            ])
    }

    @Test func `an empty configuration reads the local GPUs in UTC`() {
        for text in ["", "# nothing yet\n", "{}"] {
            let loaded = loader.load(text: text)
            #expect(loaded.problems == [])
            #expect(loaded.configuration == Configuration())
        }
    }

    @Test func `paths start from the file's folder or the home`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "infermon-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }  // A folder left behind fails nothing.
        let text = """
            store: {path: ~/state.sqlite}
            theme: ./mine.theme
            prices: [prices.json]
            sources: {gateway_logs: [{path: logs/*.jsonl}, {path: /abs.jsonl}], cloud: [{provider: openai, key_file: k}]}
            """
        try text.write(toFile: "\(folder)/c.yaml", atomically: false, encoding: .utf8)
        let configuration = try #require(loader.load(path: "\(folder)/c.yaml").configuration)
        #expect(configuration.storePath == "/home/op/state.sqlite")
        #expect(configuration.theme == "\(folder)/./mine.theme")
        #expect(configuration.priceFiles == ["\(folder)/prices.json"])
        #expect(configuration.gatewayLogs.map(\.path) == ["\(folder)/logs/*.jsonl", "/abs.jsonl"])
        #expect(configuration.providers.first?.credential == .file("\(folder)/k"))
        #expect(configuration.path == "\(folder)/c.yaml")
    }

    @Test func `a missing file is told by its path`() {
        let loaded = loader.load(path: "/nonexistent/c.yaml")
        #expect(loaded.configuration == nil)
        #expect(
            loaded.problems.map(\.description)
                == ["/nonexistent/c.yaml: /nonexistent/c.yaml cannot be opened: there is no such file"])
    }

    @Test func `the reference is decoded to what it says`() throws {
        let text = try #require(ExampleConfiguration.named("reference")).text
        let configuration = try #require(
            ExampleConfigurationTests.loader(home: "/h").load(text: text).configuration)
        #expect(configuration.storeRetention == .days(400))
        #expect(configuration.storePath == "/h/.local/state/infermon/infermon.sqlite")
        let edge = configuration.gatewayLogs[1]
        #expect(edge.role == .enrich)
        #expect(edge.start == .since(Timestamp(seconds: 1_793_491_200)))
        #expect(edge.map.count == 24)
        #expect(edge.map.contains(FieldMapping(field: "start_time", path: "begin", unit: .epochMilliseconds)))
        #expect(edge.map.contains(FieldMapping(field: "model", path: "request.model")))
        #expect(
            configuration.providers.map(\.credential) == [
                .environment("OPENAI_ADMIN_KEY"), .environment("OPENAI_TEAM_B_KEY"), .file("anthropic.key"), nil,
                .systemd("openrouter-management"),
            ])
        #expect(configuration.providers.map(\.id) == ["openai", "openai-team-b", "anthropic", "azure", "openrouter"])
        #expect(configuration.providers[3].settings == ["path": "/var/lib/costs/azure-*.csv.gz", "cost": "billed"])
        #expect(configuration.providers[0].scenarioByProject == ["proj_support": "chatbot"])
        let chatbot = configuration.scenarios[0]
        #expect(chatbot.rules.count == 7)
        #expect(
            chatbot.rules[3].conditions == [
                .init(selector: .key, patterns: [.glob("chatbot-*")]),
                .init(selector: .model, patterns: [.glob("gpt-3.5*"), .exact("gpt-4")]),
            ])
        #expect(chatbot.objectives.first { $0.name == "latency_p99" }?.window == .oneHour)
        #expect(chatbot.objectives.first { $0.name == "availability" }?.window == .oneDay)
        #expect(chatbot.objectives.first { $0.name == "throughput" }?.window == .fiveMinutes)
        let hardware = try #require(configuration.hardware)
        #expect(hardware.tariffs.map(\.weekdays) == [[1, 2, 3, 4, 5], Set(0...6)])
        #expect(hardware.tariffs.map(\.perKilowattHour.decimal) == ["0.21", "0.14"])
        #expect(hardware.fixedPerMonth.decimal == "150")
        #expect(hardware.models == ["llama-*", "mistral-7b"])
        guard case .local(let local) = configuration.options[1].place else {
            Issue.record("not local")
            return
        }
        #expect(local.memoryBandwidth == 1.555e12)
        #expect(local.weightBytes == 13.5e9)
        #expect(local.capacityPerHour == 2_000)
        #expect(configuration.alertRules.map(\.threshold) == [3, 0.995, 0.95, 600])
        #expect(configuration.alertRules[0].keepFiring == .minutes(10))
        #expect(configuration.alertRules[1].comparison == .below)
        #expect(configuration.alertRules[2].noData == .resolve)
    }

    @Test func `a scenario without rules takes the requests tagged with its name`() throws {
        let configuration = try #require(loader.load(text: "scenarios: {a: , b: {budget: $1/month}}").configuration)
        #expect(
            configuration.scenarios.map(\.rules)
                == ["a", "b"].map {
                    [MatchRule(conditions: [.init(selector: .tag, patterns: [.exact($0)])])]
                })
    }

    @Test func `rules on all scenarios and on an account take the standard ones' place`() throws {
        let text = """
            budget: $100/month
            scenarios: {a: }
            sources: {cloud: [{provider: openai, name: team-a, budget: $50/month}]}
            alerts:
              - {name: budget_used_80, scenario: all, metric: budget_used, above: 70%}
              - {name: spend_spike, scenario: provider team-a, metric: spend_spike, above: 9}
            """
        let rules = try #require(loader.load(text: text).configuration).alertRules
        #expect(rules.map(\.scenario) == [.all, .account("team-a")])
        #expect(rules.map(\.threshold) == [0.7, 9])
    }

    @Test func `what is wrong below a wrong name is said at the same time`() {
        let errors = loader.load(text: "scenarios: {\"a b\": {budget: abc, match: [{keyy: x}]}}").errors
            .map(\.description)
        #expect(errors.count == 3)
        #expect(errors.contains { $0.contains("\"keyy\"") } && errors.contains { $0.contains("\"abc\"") })
    }

    @Test(arguments: [
        ("scenarios: {unattributed: {}}", "a name of infermon's own"),
        ("scenarios: {all: {}}", "a name of infermon's own"),
        ("scenarios: {\"a b\": {}}", "cannot be a scenario's name"),
        ("scenarios: {a: {match: []}}", "at least one rule"),
        ("scenarios: {a: {match: [{}]}}", "would take every request"),
        ("scenarios: {a: {match: [{tag: {prefix: a, exact: b}}]}}", "several kinds of pattern"),
        ("scenarios: {a: {objectives: {latency_p95: {window: 1h}}}}", "has no target"),
        ("scenarios: {a: {objectives: {availability: 100%}}}", "from 50% to 99.999%"),
        ("scenarios: [a]", "found a list; scenarios is a mapping of keys"),
        ("sources: {gateway_logs: [{path: a, map: {latency: rt}}]}", "has no unit; write {path: rt, unit: ms}"),
        ("sources: {gateway_logs: [{path: a, map: {latency: {path: rt, unit: hours}}}]}", "known: s, ms, us, ns"),
        ("sources: {gateway_logs: [{path: a, map: {model: {path: rt, unit: s}}}]}", "model has no unit; take it out"),
        ("sources: {gateway_logs: [{path: a}, {path: a}]}", "already read because of line 1"),
        ("sources: {gateway_logs: [{format: json}]}", "has no path"),
        ("sources: {gateway_logs: [{path: a, start: strt}]}", "did you mean \"start\"?"),
        ("sources: {gpus: {library: libnvidia-ml.so.1}}", "is an absolute path"),
        (
            "sources: {cloud: [{provider: openai, base_url: \"http://example.com\"}]}",
            "send the key in clear to \"example.com\""
        ),
        (
            "sources: {cloud: [{provider: openai, key_env: A}, {provider: openai, key_env: B}]}",
            "1:51: openai is already asked because of line 1"
        ),
        (
            "sources: {cloud: [{provider: openai}, {provider: openai, key_env: A, name: a b}]}",
            "a short name of letters"
        ),
        (
            "sources: {cloud: [{provider: openai, key_env: A}, {provider: openai, key_env: A, name: x}]}",
            "x has the key of line 1: the account's bill would be counted twice"
        ),
        ("sources: {cloud: [{provider: openai, key_env: A, key_file: b}]}", "a second place for the same key"),
        ("sources: {cloud: [{provider: bedrock, settings: {regoin: x}}]}", "did you mean \"region\"?"),
        (
            "scenarios: {abc: }\nsources: {cloud: [{provider: bedrock, settings: {scenario: abd}}]}",
            "did you mean \"abc\"?"
        ),
        ("sources: {cloud: [{provider: openai, projects: {p: a}}]}", "no scenario is called \"a\""),
        ("hardware: {tariffs: [{days: mon-fri, price: $0.2/kWh}]}", "no tariff covers sun at 0 o'clock"),
        ("hardware: {tariffs: $0.2/kWh, purchase: $1, resale: $2}", "is over the purchase"),
        ("hardware: {pue: 0.5, tariffs: $0.2/kWh}", "a number, 1 to 5"),
        ("options: {x: {model: m, place: local}}", "has no gpu, purchase, busy_watts, idle_watts, bandwidth, weights"),
        ("options: {x: {model: m, place: cloud, gpus: 2}}", "gpus is for place: local"),
        ("alerts: [{name: a, metric: latency_p95, above: 1s}]", "has no scenario"),
        ("alerts: [{name: a, metric: gpu_lost, scenario: b}]", "no scenario is called"),
        ("alerts: [{name: a, metric: source_age}]", "has no threshold"),
        ("alerts: [{name: a, scenario: all, metric: budget_used, above: 70%}]", "scenario all has no budget"),
        (
            "sources: {cloud: [{provider: openai}]}\nalerts: [{name: a, scenario: provider openai, metric: budget_used, above: 70%}]",
            "provider openai has no budget"
        ),
        ("alerts: [{name: a, scenario: provider none, metric: budget_used, above: 70%}]", "no scenario is called"),
        ("alerts: [{metric: gpu_lost}]", "has no name"),
        ("scenarios: {a: }\nalerts: [{name: a, scenario: a, metric: budget_used, above: 80%}]", "has no budget"),
        (
            "scenarios: {a: }\nalerts: [{name: a, scenario: a, metric: ttft_p95, above: 1s}]",
            "has no objective ttft_p95"
        ),
        ("alerts: [{name: a, metric: gpu_lost}, {name: a, metric: gpu_lost}]", "a second rule"),
        ("interval: 10ms", "expected 100ms to 1m"),
        ("store: {retain: 1h}", "expected 35d to 3660d"),
        ("- a", "found a list; the configuration is a mapping of keys"),
    ])
    func `a mistake is told once`(text: String, expected: String) {
        let found = problems(text)
        #expect(found.count == 1)
        #expect(found.first?.contains(expected) == true, "\(found)")
    }

    @Test func `two scenarios with the same rule are told apart`() {
        let found = problems("scenarios: {a: {match: {tag: x}}, b: {match: [{tag: x}]}}")
        #expect(
            found == [
                "configuration:1:38: warning: a rule of b is also one of a, which comes first and takes every request of it"
            ])
    }

    @Test func `a flood of problems is cut, errors first`() {
        let text = (0..<500).map { "k\($0): 1\n" }.joined()
        let loaded = loader.load(text: text)
        #expect(loaded.problems.count == 101)
        #expect(loaded.problems.last?.message == "400 more problems; mend these first")
    }
}
