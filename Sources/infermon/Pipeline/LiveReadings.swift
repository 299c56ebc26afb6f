import InfermonCost
import InfermonModel
import InfermonRollup

/// The newest of everything that agents report, between two looks at it.
struct LiveReadings: Sendable {
    /// The most requests kept for the tail.
    static let eventLimit = 2_000

    /// All traffic.
    var traffic: TrafficWindows
    /// The GPUs.
    var gpu: Reading<GPUObservation> = .waiting
    /// The mean utilisation by minute: the sum of the shares and how many there were.
    private(set) var gpuMinutes: [Timestamp: (sum: Double, count: Int)] = [:]
    /// The GPUs' energy of the month.
    var energy = EnergyHours()
    private var energyHour = Timestamp.epoch
    /// The providers by name.
    var providers: [String: ProviderStatus] = [:] { didSet { moneyVersion &+= 1 } }
    /// The sources by name.
    var sources: [SourceID: SourceStatus] = [:]
    /// What providers billed, by bucket.
    var bills: [ProviderUsage] = [] { didSet { moneyVersion &+= 1 } }
    /// Another number whenever a provider or a bill changed.
    private(set) var moneyVersion = 0
    /// The newest requests.
    private(set) var requests = RecentRequests(limit: eventLimit)

    /// Why the store does not take what is given to it, by who gave it.
    private var storeProblems: [(writer: StoreWriter, problem: String)] = []

    init(traffic: TrafficWindows) {
        self.traffic = traffic
    }

    mutating func accept(_ batch: IngestBatch, now: Timestamp) {
        traffic.add(batch.rows, now: now)
        requests.add(batch.events)
    }

    /// Moves on to `now`, before a look at everything.
    mutating func advance(to now: Timestamp) {
        traffic.expire(at: now)
    }

    mutating func accept(_ reading: Reading<GPUObservation>) {
        gpu = reading
        guard case .current(let observation, let at) = reading else { return }
        energy.add(observation)
        let hour = at.floored(to: .hours(1))
        if hour != energyHour {
            // No month is longer than that.
            energy.expire(before: hour - .days(32))
            energyHour = hour
        }
        let shares = observation.gpus.compactMap { $0.reading.value?.utilization.value }
        guard !shares.isEmpty else { return }
        let minute = at.floored(to: .minutes(1))
        let old = gpuMinutes[minute] ?? (0, 0)
        gpuMinutes[minute] = (old.sum + shares.reduce(0, +) / Double(shares.count), old.count + 1)
        let oldest = minute - .hours(24)
        if gpuMinutes.count > 1_500 { gpuMinutes = gpuMinutes.filter { $0.key >= oldest } }
    }

    /// Shows that something is not remembered, or for `nil` that what the writer writes is again; it shows until all do.
    mutating func setStoreProblem(_ problem: String?, of writer: StoreWriter) {
        storeProblems.removeAll { $0.writer == writer }
        if let problem { storeProblems.append((writer, problem)) }
        let id = SourceID("store")
        sources[id] = storeProblems.first.map {
            SourceStatus(id: id, kind: .store, state: .unavailable, problem: $0.problem)
        }
    }

    /// The mean utilisation by step of the last `span`; `nil` where no GPU answered.
    func gpuUtilization(span: TimeSpan, now: Timestamp) -> Series {
        let step: TimeSpan = span <= .hours(1) ? .minutes(1) : .minutes(15)
        let count = span.microseconds / step.microseconds
        let start = now.floored(to: step) - step * (count - 1)
        let minutes = step.microseconds / TimeSpan.minutes(1).microseconds
        let values = (0..<count).map { index -> Double? in
            var sum = 0.0
            var samples = 0
            for minute in 0..<minutes {
                guard let slot = gpuMinutes[start + step * index + .minutes(minute)] else { continue }
                sum += slot.sum
                samples += slot.count
            }
            return samples > 0 ? sum / Double(samples) : nil
        }
        return Series(start: start, step: step, values: values)
    }
}
