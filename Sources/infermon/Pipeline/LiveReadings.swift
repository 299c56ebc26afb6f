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
    /// The newest requests, oldest first.
    private(set) var events: [RequestEvent] = []
    /// Requests that came since the last look: a dashboard shares ``events``, which would be copied for each batch.
    private var freshEvents: [RequestEvent] = []
    private var isFreshInOrder = true

    /// Why the store does not take what is given to it, by who gave it.
    private var storeProblems: [(writer: StoreWriter, problem: String)] = []

    init(traffic: TrafficWindows) {
        self.traffic = traffic
    }

    mutating func accept(_ batch: IngestBatch, now: Timestamp) {
        traffic.add(batch.rows, now: now)
        // The end of a backlog is read after what is newer.
        let newest = (freshEvents.last ?? events.last)?.endedAt ?? .epoch
        if let first = batch.events.first, first.endedAt < newest { isFreshInOrder = false }
        freshEvents += batch.events
        if freshEvents.count > Self.eventLimit { placeFreshEvents() }
    }

    /// Moves on to `now`, before a look at everything.
    mutating func advance(to now: Timestamp) {
        traffic.expire(at: now)
        placeFreshEvents()
    }

    private mutating func placeFreshEvents() {
        guard !freshEvents.isEmpty else { return }
        let surplus = max(0, events.count + freshEvents.count - Self.eventLimit)
        if isFreshInOrder {
            // Made anew, since a dashboard shares the old ones.
            var newest: [RequestEvent] = []
            newest.reserveCapacity(Self.eventLimit)
            newest += events.dropFirst(surplus)
            newest += freshEvents.suffix(Self.eventLimit)
            events = newest
        } else {
            events += freshEvents
            events.sort { $0.endedAt < $1.endedAt }
            events.removeFirst(surplus)
        }
        freshEvents.removeAll(keepingCapacity: true)
        isFreshInOrder = true
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
