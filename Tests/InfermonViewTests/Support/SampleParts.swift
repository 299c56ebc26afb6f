import InfermonModel

enum SampleGPUs {
    static let observation = GPUObservation(
        at: Sample.now - .seconds(1),
        gpus: [
            gpu(0, "NVIDIA A100-SXM4-80GB", 0.83, 71.2, 80, 352, 71, []),
            gpu(1, "NVIDIA A100-SXM4-80GB", 0.79, 70.9, 80, 341, 70, []),
            gpu(2, "NVIDIA A100-SXM4-80GB", 0.97, 78.8, 80, 398, 83, [.softwareThermal]),
            GPUStatus(
                uuid: "GPU-3", index: 3, name: "NVIDIA A100-SXM4-80GB",
                reading: .unavailable(reason: "the GPU is lost (NVML 15); reset it or restart the machine"), xid: 79),
            gpu(4, "NVIDIA A100-PCIE-40GB", 0.12, 16.1, 40, 88, 41, []),
        ], driverVersion: "550.54.15")

    private static func gpu(
        _ index: Int, _ name: String, _ share: Double, _ used: Double, _ total: Double, _ watts: Double, _ degrees: Int,
        _ held: GPUThrottle
    ) -> GPUStatus {
        GPUStatus(
            uuid: "GPU-\(index)", index: index, name: name,
            reading: .current(
                GPUSample(
                    utilization: .value(share), memoryUsedBytes: .value(Int64(used * 1_073_741_824)),
                    memoryTotalBytes: .value(Int64(total * 1_073_741_824)), powerWatts: .value(watts),
                    powerLimitWatts: .value(400), temperatureCelsius: .value(degrees), slowdownCelsius: .value(92),
                    clockMegahertz: .value(1_410), throttle: .value(held), energyMillijoules: .unsupported),
                at: Sample.now - .seconds(1)))
    }
}

enum SampleAlerts {
    static let all = [
        Alert(
            rule: "latency_p95", subject: "content-generation", severity: .critical, state: .firing,
            activeSince: at(17, 22), firedAt: at(11, 5), value: 11.84, threshold: 10,
            message: "p95 latency 11.84s > 10s for 5m"),
        Alert(
            rule: "gpu_lost", subject: "gpu 3", severity: .critical, state: .firing, activeSince: at(8, 15),
            firedAt: at(8, 15), value: 1, threshold: 0, message: "the GPU is lost (NVML 15, Xid 79)"),
        Alert(
            rule: "budget_forecast", subject: "content-generation", severity: .warning, state: .firing,
            activeSince: at(39, 57), firedAt: at(39, 57), value: 1.12, threshold: 1,
            message: "month-end estimate $2,239 > budget $2,000"),
        Alert(
            rule: "availability", subject: "content-generation", severity: .warning, state: .pending,
            activeSince: at(0, 30), value: 0.979, threshold: 0.999, message: "availability 97.90% < 99.90%"),
        Alert(
            rule: "gpu_throttled", subject: "gpu 2", severity: .notice, state: .resolved, activeSince: at(58, 0),
            firedAt: at(57, 0), resolvedAt: at(52, 50), value: 0, threshold: 0,
            message: "clocks held: software thermal slowdown"),
    ]

    private static func at(_ minutes: Int64, _ seconds: Int64) -> Timestamp {
        Sample.now - .minutes(minutes) - .seconds(seconds)
    }
}

enum SampleSources {
    static let all = [
        SourceStatus(
            id: SourceID("/var/log/litellm/proxy.jsonl"), kind: .gatewayLog, detail: "litellm", state: .current,
            lastReadAt: Sample.now - .milliseconds(400), lag: .milliseconds(120),
            lines: LineCounts(read: 48_112, requests: 47_980, ignored: 128, malformed: 4)),
        SourceStatus(
            id: SourceID("gpu"), kind: .gpu, detail: "NVML 550.54.15", state: .current,
            lastReadAt: Sample.now - .seconds(1)),
        SourceStatus(
            id: SourceID("openai"), kind: .provider, state: .stale, lastReadAt: Sample.now - .minutes(402),
            problem: "HTTP 429 from api.openai.com: asked again at 03:25; the key's limit is 10 requests a minute"),
        SourceStatus(
            id: SourceID("anthropic"), kind: .provider, state: .unavailable,
            problem: "HTTP 401 from api.anthropic.com: the key was refused; put an admin key into ANTHROPIC_ADMIN_KEY"),
    ]

    static let providers = [
        ProviderStatus(
            id: "openai",
            billedThisMonth: .stale(
                Money("4682.10") ?? .zero, since: Sample.now - .minutes(402), reason: "HTTP 429 from api.openai.com"),
            billedUntil: Sample.now - .minutes(402), spendLimit: Money(dollars: 10_000),
            nextPollAt: Sample.now + .seconds(293), notes: ["the current day is provisional"]),
        ProviderStatus(
            id: "anthropic",
            billedThisMonth: .unavailable(reason: "HTTP 401 from api.anthropic.com: the key was refused"),
            nextPollAt: Sample.now + .minutes(40)),
    ]
}

enum SampleCost {
    private static func spent(on day: Int) -> Double? {
        if day == 22 { return 31.02 }
        return day % 7 == 6 ? 131.5 : 220.4 + Double(day % 5) * 4.1
    }

    static let screen = CostScreen(
        daily: Series(
            start: Sample.month.start, step: .days(1),
            values: (0..<23).map(spent)),
        options: [
            .init(
                scenario: ScenarioID("chatbot"), option: "1A GPT-3.5 Turbo", monthly: Money("219.00"), fitsBudget: true,
                remark: "p95 1.31s measured"),
            .init(
                scenario: ScenarioID("chatbot"), option: "1B Llama 2 7B", monthly: Money("402.11"), fitsBudget: true,
                remark: "never pays back"),
            .init(
                scenario: ScenarioID("chatbot"), option: "1C Claude 3 Sonnet", monthly: Money("803.00"),
                fitsBudget: false, remark: "p95 unknown"),
            .init(
                scenario: ScenarioID("content-generation"), option: "2A GPT-4", monthly: Money("3285.00"),
                fitsBudget: false, remark: "p95 12.40s measured"),
            .init(
                scenario: ScenarioID("content-generation"), option: "2B Llama 2 13B", monthly: Money("512.40"),
                fitsBudget: true, remark: "pays back in 14.4 months"),
            .init(
                scenario: ScenarioID("research-assistant"), option: "3A Claude 3 Opus", monthly: nil, fitsBudget: nil,
                remark: "no price since 2026-01-05"),
        ],
        advice: [
            "chatbot: stay on GPT-3.5 Turbo; $219 a month at the measured traffic, 44% of the budget.",
            "content-generation: move 38% of requests to Llama 2 13B to stay inside $2,000; its p95 here is unknown.",
            "research-assistant: nothing cheaper fits its 7,131 tokens of context.",
        ],
        gateway: Money("4744.84") ?? .zero, computed: Money("4731.02") ?? .zero, billed: Money("4682.10"),
        captureRatio: 0.996, unpricedModels: ["claude-next-x"], pricesCheckedOn: "2026-11-20",
        ownHardware: OwnHardwareStatus(
            electricity: Money("21.20") ?? .zero, amortisation: Money("41") ?? .zero, fixed: Money("9") ?? .zero,
            idle: Money("50.5") ?? .zero, usage: Money("12.1") ?? .zero,
            shares: [
                .init(
                    scenario: ScenarioID("content-generation"), allocation: Money("20.7") ?? .zero,
                    usage: Money("12.1") ?? .zero, outputTokens: 981_000)
            ], isEstimated: true, watchedHours: 31.5, hours: 531),
        backtest: "The forecast of day 8 of last month was 6 % too high.",
        lint: ["chatbot: a ceiling of $0.01 per request allows $7,300 a month at 1,000 requests/h; the budget is $500."]
    )
}

enum SampleEvents {
    static let all: [RequestEvent] = [
        event(18_1, "chatbot", "gpt-3.5-turbo", .ok, 200, 0.73, 0.34, (103, 51), "0.00030", "req_8f19"),
        event(17_5, "chatbot", "gpt-3.5-turbo", .ok, 200, 0.69, 0.30, (99, 49), "0.00029", "req_8f1a"),
        event(15_5, "research-assistant", "claude-next-x", .ok, 200, 21.1, 3.0, (4_980, 1_890), nil, "req_8f1b"),
        event(12_1, "chatbot", "gpt-3.5-turbo", .ok, 200, 0.80, 0.33, (101, 55), "0.00031", "req_8f1c"),
        event(
            9_2, "content-generation", "gpt-4", .rateLimited, 429, 0.09, nil, (502, 0), "0", "req_8f1d",
            "RateLimitError"),
        event(
            8_9, "content-generation", "llama-13b", .ok, 200, 3.02, 0.40, (502, 981), "0.00020", "req_8f1d", attempt: 2),
        event(5_8, "chatbot", "gpt-3.5-turbo", .ok, 200, 0.66, 0.29, (98, 47), "0.00028", "req_8f1e"),
        event(4_1, "content-generation", "gpt-4", .ok, 200, 12.44, 1.95, (498, 1_003), "0.04510", "req_8f1f"),
        event(1_6, "research-assistant", "claude-3-sonnet", .ok, 200, 17.9, 2.8, (5_120, 2_011), "0.11710", "req_8f20"),
        event(0_2, "chatbot", "gpt-3.5-turbo", .ok, 200, 0.71, 0.31, (104, 52), "0.00030", "req_8f21"),
    ]

    private static func event(
        _ tenthsAgo: Int64, _ scenario: String, _ model: String, _ outcome: RequestOutcome, _ status: Int,
        _ latency: Double, _ firstToken: Double?, _ tokens: (Int64, Int64), _ cost: String?, _ id: String,
        _ error: String = "", attempt: Int = 1
    ) -> RequestEvent {
        RequestEvent(
            endedAt: Sample.now - .milliseconds(tenthsAgo * 100), scenario: ScenarioID(scenario), model: model,
            provider: "openai", outcome: outcome, status: status, latency: .milliseconds(Int64(latency * 1_000)),
            timeToFirstToken: firstToken.map { .milliseconds(Int64($0 * 1_000)) },
            tokens: TokenUsage(uncachedInput: tokens.0, output: tokens.1), gatewayCost: cost.flatMap { Money($0) },
            isStream: firstToken != nil, attempt: attempt, id: id, errorClass: error)
    }
}
