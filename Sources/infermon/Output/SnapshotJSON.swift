import InfermonModel

/// What `infermon once --format json` prints: the contract of `infermon.snapshot/1`.
enum SnapshotJSON {
    static func document(_ dashboard: Dashboard) -> JSONText {
        let snapshot = dashboard.snapshot
        return .object([
            ("schema", .string("infermon.snapshot/1")),
            ("at", .string(snapshot.at.rfc3339)),
            ("host", .string(snapshot.host)),
            ("state", .string(snapshot.total.state.rawValue)),
            ("scenarios", .array(snapshot.scenarios.map(scenario))),
            ("total_budget", budget(snapshot.total.budget)),
            ("gpus", .array(gpus(snapshot.gpu))),
            ("gpu_problem", .optional(snapshot.gpu.value?.problem ?? snapshot.gpu.reason)),
            ("servers", .array([])),
            ("providers", .array(snapshot.providers.map { provider($0, now: snapshot.at) })),
            ("own_hardware", dashboard.costScreen?.ownHardware.map(ownHardware) ?? .null),
            ("alerts", .array(dashboard.alerts.map(alert))),
            ("sources", .array(snapshot.sources.map { source($0, now: snapshot.at) })),
        ])
    }

    private static func scenario(_ scenario: ScenarioSnapshot) -> JSONText {
        let windows: [WindowSpan] = [.fiveMinutes, .oneHour, .oneDay, .month]
        return .object([
            ("id", .string(scenario.scenario.id.rawValue)),
            ("title", .string(scenario.scenario.title)),
            ("state", .string(scenario.state.rawValue)),
            ("windows", .object(windows.map { ($0.rawValue, .object(RollupJSON.members(scenario[$0]))) })),
            ("objectives", .array(scenario.objectives.map(objective))),
            ("budget", budget(scenario.budget)),
        ])
    }

    private static func objective(_ result: ObjectiveResult) -> JSONText {
        .object([
            ("kind", .string(result.objective.name)),
            ("window", .string(result.objective.window.rawValue)),
            ("target", .double(result.target)),
            ("unit", .string(result.unit)),
            ("value", .double(result.value)),
            ("count", .integer(result.count)),
            ("state", .string(result.state.rawValue)),
        ])
    }

    private static func budget(_ budget: BudgetStatus) -> JSONText {
        func money(_ amount: Money?) -> JSONText { amount.map { .number($0.decimal) } ?? .null }
        return .object([
            ("currency", .string("USD")),
            ("limit", money(budget.limit)),
            ("spent", money(budget.spent)),
            ("basis", .string(budget.basis.rawValue)),
            ("billed", money(budget.billed)),
            ("unpriced_requests", .integer(budget.unpricedRequests)),
            ("burn_per_hour", money(budget.burnPerHour)),
            ("burn_per_hour_24h", money(budget.burnPerHourLastDay)),
            ("pace", .double(budget.pace)),
            ("estimate", money(budget.estimate)),
            ("low", money(budget.low)),
            ("high", money(budget.high)),
            ("runs_out_at", .optional(budget.runsOutAt?.rfc3339)),
            ("month_elapsed", .double(budget.elapsedRatio)),
            ("daily_allowance", money(budget.dailyAllowance)),
            ("note", .optional(budget.forecastNote)),
        ])
    }

    private static func gpus(_ reading: Reading<GPUObservation>) -> [JSONText] {
        (reading.value?.gpus ?? []).map { gpu in
            let sample = gpu.reading.value
            func number(_ value: Double?) -> JSONText { .double(value) }
            return .object([
                ("uuid", .string(gpu.uuid)),
                ("index", .integer(gpu.index)),
                ("name", .string(gpu.name)),
                ("state", .string(gpu.reading.state.rawValue)),
                ("error", .optional(gpu.reading.reason)),
                ("utilization_ratio", number(sample?.utilization.value)),
                ("memory_used_bytes", sample?.memoryUsedBytes.value.map { .integer($0) } ?? .null),
                ("memory_total_bytes", sample?.memoryTotalBytes.value.map { .integer($0) } ?? .null),
                ("power_watts", number(sample?.powerWatts.value)),
                ("temperature_celsius", sample?.temperatureCelsius.value.map { .integer($0) } ?? .null),
                ("throttle", .array((sample?.throttle.value?.names ?? []).map(JSONText.string))),
                ("xid", gpu.xid.map { .integer($0) } ?? .null),
            ])
        }
    }

    private static func provider(_ provider: ProviderStatus, now: Timestamp) -> JSONText {
        .object([
            ("id", .string(provider.id)),
            ("provider", .string(provider.provider)),
            ("is_gateway", .bool(provider.isGateway)),
            ("state", .string(provider.billedThisMonth.state.rawValue)),
            ("spend_limit", provider.spendLimit.map { .number($0.decimal) } ?? .null),
            ("limits", .array(provider.limits.map(limit))),
            ("billed_until", .optional(provider.billedUntil?.rfc3339)),
            ("next_poll", .optional(provider.nextPollAt?.rfc3339)),
            ("cost_per_poll", .number(provider.costPerPoll.decimal)),
            ("budget", provider.budget.map(budget) ?? .null),
            ("billed_this_month", provider.billedThisMonth.value.map { .number($0.decimal) } ?? .null),
            ("age_seconds", .double(provider.billedThisMonth.readAt.map { (now - $0).seconds })),
            ("error", .optional(provider.billedThisMonth.reason)),
            ("notes", .array(provider.notes.map(JSONText.string))),
        ])
    }

    private static func ownHardware(_ hardware: OwnHardwareStatus) -> JSONText {
        .object([
            ("currency", .string("USD")),
            ("allocation", .number(hardware.allocation.decimal)),
            ("usage", .number(hardware.usage.decimal)),
            ("idle", .number(hardware.idle.decimal)),
            ("electricity", .number(hardware.electricity.decimal)),
            ("amortisation", .number(hardware.amortisation.decimal)),
            ("fixed", .number(hardware.fixed.decimal)),
            ("estimated", .bool(hardware.isEstimated)),
            ("watched_hours", .double(hardware.watchedHours)),
            ("month_hours", .double(hardware.hours)),
            ("counted_since", .optional(hardware.since?.rfc3339)),
            (
                "scenarios",
                .array(
                    hardware.shares.map { share in
                        .object([
                            ("id", .string(share.scenario.rawValue)),
                            ("allocation", .number(share.allocation.decimal)),
                            ("usage", .number(share.usage.decimal)),
                            ("output_tokens", .integer(share.outputTokens)),
                        ])
                    })
            ),
        ])
    }

    private static func limit(_ limit: ProviderLimit) -> JSONText {
        .object([
            ("kind", .string(limit.kind.rawValue)),
            ("subject", .string(limit.subject)),
            ("amount", .number(limit.amount.decimal)),
            ("spent", limit.spent.map { .number($0.decimal) } ?? .null),
            ("period", .optional(limit.period)),
            ("is_enforced", limit.isEnforced.map { .bool($0) } ?? .null),
        ])
    }

    private static func alert(_ alert: Alert) -> JSONText {
        .object([
            ("rule", .string(alert.rule)),
            ("subject", .string(alert.subject)),
            ("severity", .string(alert.severity.rawValue)),
            ("state", .string(alert.state.rawValue)),
            ("since", .string((alert.firedAt ?? alert.activeSince).rfc3339)),
            ("value", .double(alert.value)),
            ("threshold", .double(alert.threshold)),
            ("message", .string(alert.message)),
            ("acknowledged_by", .null),
        ])
    }

    private static func source(_ source: SourceStatus, now: Timestamp) -> JSONText {
        .object([
            ("id", .string(source.id.rawValue)),
            ("kind", .string(source.kind.rawValue)),
            ("detail", .string(source.detail)),
            ("state", .string(source.state.rawValue)),
            ("age_seconds", .double(source.lastReadAt.map { (now - $0).seconds })),
            ("lag_seconds", .double(source.lag?.seconds)),
            (
                "lines",
                .object([
                    ("read", .integer(source.lines.read)), ("requests", .integer(source.lines.requests)),
                    ("ignored", .integer(source.lines.ignored)), ("malformed", .integer(source.lines.malformed)),
                ])
            ),
            ("lost_bytes", .integer(source.lostBytes)),
            (
                "outcomes_in_front",
                source.outcomesInFront.map { outcomes in
                    .object(RequestOutcome.allCases.map { ($0.name, .integer(outcomes[$0])) })
                } ?? .null
            ),
            ("error", .optional(source.problem)),
        ])
    }
}
