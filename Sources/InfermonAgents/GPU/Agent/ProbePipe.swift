import Glibc
import InfermonModel

/// The parent's end of the pipe: takes what has arrived, believes none of it, and never waits.
final class ProbePipe {
    enum Arrival: Hashable {
        case nothing
        case observation(GPUObservation)
        /// What arrived is not what a probe sends; says how.
        case spoiled(String)
    }

    let process: ProbeProcess
    private(set) var isAtEnd = false
    private(set) var isSpoiled = false
    private var frames = FrameBuffer()
    private var chunk = [UInt8](repeating: 0, count: 64 * 1_024)
    private var secondStart: TimeSpan?
    private var framesOfSecond = 0

    /// No interval asks for more than this in a second.
    private static let mostFramesPerSecond = 200
    /// What is taken in one turn, so that a flood cannot keep the thread busy.
    private static let mostReadsPerTurn = 16

    init(_ process: ProbeProcess) {
        self.process = process
    }

    /// The newest whole record that has arrived.
    func newest(at uptime: TimeSpan) -> Arrival {
        for _ in 0..<Self.mostReadsPerTurn {
            let count = read(process.output, &chunk, chunk.count)
            if count == 0 { isAtEnd = true }
            guard count > 0 else { break }
            frames.append(chunk[..<count])
        }
        var newest: GPUObservation?
        do throws(WireError) {
            while let payload = try frames.next() {
                guard isInTime(uptime) else { return spoil("sent far more than was asked for") }
                newest = try GPURecord.decode(payload)
            }
        } catch {
            return spoil("sent something that is no record")
        }
        return newest.map { .observation($0) } ?? .nothing
    }

    private func spoil(_ how: String) -> Arrival {
        isSpoiled = true
        return .spoiled(how)
    }

    private func isInTime(_ uptime: TimeSpan) -> Bool {
        if secondStart.map({ uptime - $0 >= .seconds(1) }) ?? true {
            secondStart = uptime
            framesOfSecond = 0
        }
        framesOfSecond += 1
        return framesOfSecond <= Self.mostFramesPerSecond
    }
}
