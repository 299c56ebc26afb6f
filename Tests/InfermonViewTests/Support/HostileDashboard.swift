import InfermonModel

/// The sample with one text in every field that outside text can reach, and numbers at their extremes.
enum HostileDashboard {
    static func filled(with text: String) -> Dashboard {
        var dashboard = Sample.full
        var snapshot = dashboard.snapshot
        snapshot.host = text
        snapshot.zone = TimeZoneRules(name: text, initialOffsetSeconds: 3_600)
        for index in snapshot.scenarios.indices {
            snapshot.scenarios[index].scenario.id = ScenarioID(text)
            snapshot.scenarios[index].scenario.title = text
            for model in snapshot.scenarios[index].models.indices {
                snapshot.scenarios[index].models[model].model = text
                snapshot.scenarios[index].models[model].provider = text
            }
        }
        if var observation = snapshot.gpu.value {
            for index in observation.gpus.indices {
                observation.gpus[index].name = text
                observation.gpus[index].uuid = text
                if index == 1 { observation.gpus[index].reading = .unavailable(reason: text) }
            }
            snapshot.gpu = .stale(observation, since: .epoch, reason: text)
        }
        for index in snapshot.sources.indices {
            snapshot.sources[index].id = SourceID(text)
            snapshot.sources[index].detail = text
            snapshot.sources[index].problem = text
        }
        for index in snapshot.providers.indices {
            snapshot.providers[index].id = text
            snapshot.providers[index].billedThisMonth = .unavailable(reason: text)
            snapshot.providers[index].notes = [text]
        }
        dashboard.snapshot = snapshot
        for index in dashboard.alerts.indices {
            dashboard.alerts[index].subject = text
            dashboard.alerts[index].rule = text
            dashboard.alerts[index].message = text
        }
        dashboard.events = events(of: dashboard) { event in
            event.scenario = ScenarioID(text)
            event.model = text
            event.provider = text
            event.id = text
            event.errorClass = text
        }
        if var cost = dashboard.costScreen {
            cost.advice = [text]
            cost.lint = [text]
            cost.backtest = text
            cost.ownHardware?.shares[0].scenario = ScenarioID(text)
            cost.unpricedModels = [text]
            cost.pricesCheckedOn = text
            cost.options = [
                .init(scenario: ScenarioID(text), option: text, monthly: nil, fitsBudget: nil, remark: text)
            ]
            dashboard.costScreen = cost
        }
        return dashboard
    }

    /// Numbers that no sound source would give.
    static let extremes: Dashboard = {
        var dashboard = Sample.full
        let values: [Double?] = [.infinity, -.infinity, .nan, -1, 1e300, nil, 0, .leastNonzeroMagnitude]
        let series = Series(start: Timestamp(microseconds: .min), step: TimeSpan(microseconds: .max), values: values)
        let huge = Money(picodollars: Int128(Int64.max) * 1_000_000_000_000)
        for index in dashboard.snapshot.scenarios.indices {
            var row = dashboard.snapshot.scenarios[index]
            row.history = ScenarioHistory(
                latencySeconds: series, requestsPerHour: series, inputTokensPerSecond: series,
                outputTokensPerSecond: series, dollarsPerHour: series)
            row.objectives = row.objectives.map { result in
                var result = result
                result.value = index == 0 ? .infinity : .nan
                result.target = index == 1 ? 0 : 1e-300
                return result
            }
            var sums = Rollup()
            sums.requests = .max
            sums.attempts = .min
            sums.outcomes[.ok] = .max
            row.windows = [.fiveMinutes: sums, .oneHour: sums, .oneDay: sums, .month: sums]
            row.budget.spent = huge
            row.budget.limit = index == 0 ? .zero : Money(picodollars: 1)
            row.budget.estimate = Money(picodollars: -5)
            row.budget.elapsedRatio = .nan
            row.budget.runsOutAt = Timestamp(microseconds: .min)
            dashboard.snapshot.scenarios[index] = row
        }
        dashboard.snapshot.total.history = dashboard.snapshot.scenarios[0].history
        dashboard.snapshot.total.windows = dashboard.snapshot.scenarios[0].windows
        dashboard.snapshot.total.budget = dashboard.snapshot.scenarios[1].budget
        dashboard.snapshot.gpuUtilization = series
        dashboard.snapshot.gpu = .current(
            GPUObservation(
                at: .epoch,
                gpus: [
                    GPUStatus(
                        uuid: "", index: .max, name: "",
                        reading: .current(
                            GPUSample(
                                utilization: .value(.nan), memoryUsedBytes: .value(.max),
                                memoryTotalBytes: .value(.max),
                                powerWatts: .value(.infinity), temperatureCelsius: .value(.min),
                                slowdownCelsius: .value(.min), throttle: .value(GPUThrottle(rawValue: .max))),
                            at: .epoch), xid: .max),
                    GPUStatus(
                        uuid: "", index: -1, name: "",
                        reading: .current(
                            GPUSample(
                                utilization: .value(1e300), memoryUsedBytes: .value(.max),
                                memoryTotalBytes: .value(.min),
                                temperatureCelsius: .failed("no")), at: .epoch)),
                ]), at: .epoch)
        for index in dashboard.alerts.indices {
            dashboard.alerts[index].activeSince = Timestamp(microseconds: .max)
            dashboard.alerts[index].firedAt = Timestamp(microseconds: .min)
        }
        for index in dashboard.snapshot.sources.indices {
            dashboard.snapshot.sources[index].lastReadAt = Timestamp(microseconds: index == 0 ? .min : .max)
            dashboard.snapshot.sources[index].lines = LineCounts(
                read: .max, requests: .min, ignored: .max, malformed: .max)
            dashboard.snapshot.sources[index].lostBytes = .max
            dashboard.snapshot.sources[index].backfill = BackfillProgress(
                doneBytes: .max, totalBytes: 0, bytesPerSecond: .nan)
        }
        dashboard.events = events(of: dashboard) { event in
            event.latency = TimeSpan(microseconds: .max)
            event.timeToFirstToken = TimeSpan(microseconds: .min)
            event.tokens = TokenUsage(uncachedInput: .max, cacheRead: .max, output: .min, reasoning: .max)
            event.gatewayCost = huge
            event.status = .min
            event.attempt = .max
        }
        dashboard.costScreen?.daily = series
        dashboard.costScreen?.captureRatio = .nan
        return dashboard
    }()

    private static func events(
        of dashboard: Dashboard, changed change: (inout RequestEvent) -> Void
    ) -> RecentRequests {
        RecentRequests(
            dashboard.events.map { event in
                var event = event
                change(&event)
                return event
            })
    }
}
