public import InfermonModel

/// Four boards that follow a script, for the demo.
///
/// They are swept by the same child process and travel through the same pipe as real ones. One of them is lost with Xid 79 and one
/// held back for heat at the given times.
public struct PlayedGPUs: Hashable, Sendable {
    /// The script's first instant, on the demo's clock.
    public var start: Timestamp
    /// The machine's wall clock at ``start``.
    public var realStart: Timestamp
    /// Demo seconds per real second.
    public var speed: Int64
    /// Mean utilisation of the boards by step, 0…1, from ``start`` on, again from the beginning when it ends; told to the percent.
    public var load: [Double]
    /// The length of a step.
    public var step: TimeSpan
    /// How long after ``start`` the last board is lost; `nil` for never.
    public var lostAfter: TimeSpan?
    /// How long after ``start`` the third board becomes too hot; `nil` for never.
    public var hotAfter: TimeSpan?

    /// Creates a script.
    public init(
        start: Timestamp, realStart: Timestamp, speed: Int64, load: [Double], step: TimeSpan, lostAfter: TimeSpan?,
        hotAfter: TimeSpan?
    ) {
        self.start = start
        self.realStart = realStart
        self.speed = speed
        self.load = load
        self.step = step
        self.lostAfter = lostAfter
        self.hotAfter = hotAfter
    }

    /// The demo's instant at an instant of the machine.
    func now(_ real: Timestamp) -> Timestamp { start + (real - realStart) * speed }

    /// The load at a time after the start, between steps in a straight line.
    func load(after elapsed: TimeSpan) -> Double {
        guard !load.isEmpty, step > .zero, elapsed >= .zero else { return load.first ?? 0 }
        let position = elapsed.microseconds / step.microseconds
        let within = Double(elapsed.microseconds % step.microseconds) / Double(step.microseconds)
        let from = load[Int(position % Int64(load.count))]
        let to = load[Int((position + 1) % Int64(load.count))]
        return min(1, max(0, from + (to - from) * within))
    }
}

extension PlayedGPUs {
    /// The script as one argument of a command line.
    var argument: String {
        var parts = [
            "start=\(start.microseconds)", "real=\(realStart.microseconds)", "speed=\(speed)",
            "step=\(step.microseconds)",
            "load=\(load.map { String(Int(min(1, max(0, $0)) * 100)) }.joined(separator: ":"))",
        ]
        if let lostAfter { parts.append("lost=\(lostAfter.microseconds)") }
        if let hotAfter { parts.append("hot=\(hotAfter.microseconds)") }
        return parts.joined(separator: ",")
    }

    /// Reads what ``argument`` wrote; `nil` when it is no such text.
    init?(argument: String) {
        self.init(
            start: .epoch, realStart: .epoch, speed: 1, load: [], step: .seconds(60), lostAfter: nil, hotAfter: nil)
        for part in argument.split(separator: ",") {
            let pair = part.split(separator: "=", maxSplits: 1)
            guard pair.count == 2 else { return nil }
            if pair[0] == "load" {
                let percent = pair[1].split(separator: ":").map { Int($0) }
                load = percent.compactMap { $0.map { Double($0) / 100 } }
                guard load.count == percent.count else { return nil }
                continue
            }
            guard let number = Int64(pair[1]) else { return nil }
            switch pair[0] {
            case "start": start = Timestamp(microseconds: number)
            case "real": realStart = Timestamp(microseconds: number)
            case "speed": speed = number
            case "step": step = TimeSpan(microseconds: number)
            case "lost": lostAfter = TimeSpan(microseconds: number)
            case "hot": hotAfter = TimeSpan(microseconds: number)
            default: return nil
            }
        }
    }
}
