import InfermonCost
import InfermonModel
import InfermonRollup

/// Works out what own GPUs cost this month, from their energy and from the requests that they served.
enum OwnHardwareAssembly {
    static func status(
        _ cost: HardwareCost, energy: EnergyHours, traffic: TrafficWindows, month: BillingMonth, now: Timestamp
    ) -> OwnHardwareStatus {
        let energyByHour = energy.byHour
        let workByHour = traffic.ownWorkByHour
        let all = energyByHour.values.joined()
        let allWatched = all.reduce(0) { $0 + $1.watched.seconds }
        // Hours that nobody watched are taken for as busy as those that somebody did.
        let meanBusy = allWatched > 0 ? all.reduce(0) { $0 + $1.busy.seconds } / allWatched : nil
        let boards = max(1, energyByHour.values.map(\.count).max() ?? 1)
        var intervals: [HardwareInterval] = []
        var watchedHours = 0.0
        // Hours before anything was looked at are not hours in which nothing was asked.
        let firstEnergy = energyByHour.keys.min() ?? now
        let since = max(month.start, min(now, traffic.observedSince, firstEnergy))
        var hour = since.floored(to: .hours(1))
        while hour < now {
            let (start, end) = (max(hour, since), min(hour + .hours(1), now))
            let parts = energyByHour[hour] ?? []
            let watched = parts.reduce(0) { $0 + $1.watched.seconds }
            let busy = parts.reduce(0) { $0 + $1.busy.seconds }
            let whole = (end - start).seconds * Double(boards)
            watchedHours += min(whole, watched) / Double(boards) / 3_600
            intervals.append(
                HardwareInterval(
                    start: start, end: end, gpuMillijoules: parts.reduce(0) { $0 + $1.millijoules },
                    // A gap of a twentieth is that of an agent's restart.
                    isEstimated: parts.contains(where: \.isEstimated) || watched < 0.95 * whole,
                    busyRatio: watched > 0 ? busy / watched : meanBusy,
                    work: (workByHour[hour] ?? [:]).mapValues { tokens in
                        GPUWork(
                            prefillTokens: tokens.uncachedInput &+ tokens.cacheWrite,
                            outputTokens: tokens.output)
                    }))
            hour = hour + .hours(1)
        }
        let total = HardwareLedger(cost: cost, zone: traffic.zone).total(intervals)
        return OwnHardwareStatus(
            electricity: total.electricity, amortisation: total.amortisation, fixed: total.fixed, idle: total.idle,
            usage: total.usage,
            shares: total.shares.map { scenario, share in
                OwnHardwareStatus.Share(
                    scenario: scenario, allocation: share.allocation, usage: share.usage,
                    outputTokens: share.outputTokens)
            }.sorted { ($1.allocation, $0.scenario) < ($0.allocation, $1.scenario) },
            isEstimated: total.isEstimated, watchedHours: watchedHours, hours: (now - since).hours,
            since: since > month.start ? since : nil)
    }
}
