import Foundation
import InfermonModel
import InfermonTestSupport

@testable import InfermonAgents

/// One run of the probe against the fake library: the observations that came through the pipe.
struct ProbeRun {
    let observations: [GPUObservation]
    let exitCode: Int32

    static let runner = ProcessRun.built("GPUProbeRunner")
    static let library = ProcessRun.built("libFakeNVML.so")
    static let oldLibrary = ProcessRun.built("libFakeNVMLOld.so")

    /// Sweeps as often as asked, without a pause, while the fake library follows `script`.
    init(
        script: String = "", library: String? = ProbeRun.library, owner: LibraryOwner = .anyone, sweeps: Int = 1
    ) async throws {
        let folder = try TemporaryFolder()
        var options = GPUProbeOptions(GPUSource(interval: .zero, libraryPath: library), sweeps: sweeps)
        options.libraryOwner = owner
        try await self.init(options, environment: ["INFERMON_FAKE_NVML": try folder.write(script, to: "script")])
    }

    init(_ options: GPUProbeOptions, environment: [String: String] = [:]) async throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Self.runner)
        process.arguments = options.arguments
        process.environment = environment
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let bytes = await withCheckedContinuation { done in
            DispatchQueue.global().async { done.resume(returning: pipe.fileHandleForReading.readDataToEndOfFile()) }
        }
        process.waitUntilExit()
        exitCode = process.terminationReason == .exit ? process.terminationStatus : 256 + process.terminationStatus
        var frames = FrameBuffer()
        frames.append(bytes)
        var decoded: [GPUObservation] = []
        while let payload = try frames.next() { decoded.append(try GPURecord.decode(payload)) }
        observations = decoded
    }

    /// The sample of a board in a sweep, both counted from zero.
    func sample(sweep: Int = 0, board: Int = 0) -> GPUSample? {
        guard sweep < observations.count, board < observations[sweep].gpus.count else { return nil }
        return observations[sweep].gpus[board].reading.value
    }
}
