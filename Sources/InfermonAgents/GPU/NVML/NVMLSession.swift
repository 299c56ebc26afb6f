import CNVML
import Glibc
import InfermonModel

/// NVIDIA's driver through NVML.
enum NVMLVendor: GPUVendor {
    static let id = "nvidia"

    static func open(_ options: GPUProbeOptions) throws(GPUProblem) -> any GPUSession {
        let library = try NVMLLibrary(path: options.libraryPath, owner: options.libraryOwner)
        return try NVMLSession(library, isContainer: Self.isContainer)
    }

    private static var isContainer: Bool {
        access("/.dockerenv", F_OK) == 0 || access("/run/.containerenv", F_OK) == 0
    }
}

/// The boards of one NVIDIA driver, known by their UUIDs, since indices change when a board is lost.
final class NVMLSession: GPUSession {
    private let library: NVMLLibrary
    private let isContainer: Bool
    private var boards: [NVMLBoard] = []
    private var events: NVMLEvents?
    private var driverVersion: String?
    private var retry = RetryCount()

    init(_ library: NVMLLibrary, isContainer: Bool) throws(GPUProblem) {
        self.library = library
        self.isContainer = isContainer
        try initialize()
    }

    func sweep(at now: Timestamp) throws(GPUProblem) -> GPUSweep {
        if boards.isEmpty {
            try enumerate(at: now)
        } else if boards.contains(where: { $0.lost != nil }), retry.isDue() {
            reopen(at: now)
        }
        var samples = sampleAll(at: now)
        // A library that was shut down behind our back is no lost board.
        if boards.contains(where: { $0.lost?.code == .uninitialized }) {
            reopen(at: now)
            samples = sampleAll(at: now)
        }
        if boards.allSatisfy({ $0.lost == nil }) { retry = RetryCount() }
        collectErrors()
        return GPUSweep(gpus: zip(boards, samples).map { status($0, $1, now) }, driverVersion: driverVersion)
    }

    private func initialize() throws(GPUProblem) {
        let code = NVMLCode(rawValue: library.initialize())
        guard code == .success else { throw .driver(code, isContainer: isContainer) }
        driverVersion = text(size: Int(NVML_VERSION_SIZE)) { library.driverVersion?($0, $1) }
    }

    /// A new start of the library: the way back for boards that were lost.
    private func reopen(at now: Timestamp) {
        events?.close()
        events = nil
        _ = library.shutdown?()
        for index in boards.indices { boards[index].handle = nil }
        do {
            try initialize()
            try enumerate(at: now)
        } catch {
            let code = if case .driver(let code, _) = error { code } else { NVMLCode.gpuNotFound }
            for index in boards.indices { boards[index].lose(code, at: now) }
        }
    }

    private func enumerate(at now: Timestamp) throws(GPUProblem) {
        var count: UInt32 = 0
        let code = NVMLCode(rawValue: library.count(&count))
        guard code == .success else { throw .driver(code, isContainer: isContainer) }
        let unidentified = boards.filter(\.isUnidentified)
        boards.removeAll(where: \.isUnidentified)
        for index in 0..<min(Int(count), 256) {
            var handle: nvml_device_t?
            let code = NVMLCode(rawValue: library.handle(UInt32(index), &handle))
            if code == .success, let handle {
                identify(handle, index)
            } else if !boards.contains(where: { $0.handle == nil && $0.index == index }) {
                var board = NVMLBoard(uuid: "unidentified-\(index)", index: index, name: "GPU \(index)", handle: nil)
                board.isUnidentified = true
                board.lost = unidentified.first { $0.index == index }?.lost
                board.lose(code == .success ? .gpuNotFound : code, at: now)
                boards.append(board)
            }
        }
        if boards.isEmpty { throw .noGPUs }
        for index in boards.indices where boards[index].handle == nil {
            boards[index].lose(boards[index].lost?.code ?? .gpuNotFound, at: now)
        }
        boards.sort { $0.index < $1.index }
        events = NVMLEvents(library.events, boards: boards.compactMap(\.handle))
    }

    private func identify(_ handle: nvml_device_t, _ index: Int) {
        let name = text(size: Int(NVML_NAME_SIZE)) { library.name?(handle, $0, $1) } ?? "GPU \(index)"
        let uuid = text(size: Int(NVML_UUID_SIZE)) { library.uuid?(handle, $0, $1) } ?? "index-\(index)"
        if let known = boards.firstIndex(where: { $0.uuid == uuid && $0.handle == nil }) {
            boards[known].handle = handle
            boards[known].index = index
            boards[known].name = name
        } else {
            let isTaken = boards.contains { $0.uuid == uuid }
            boards.append(
                NVMLBoard(uuid: isTaken ? "\(uuid) #\(index)" : uuid, index: index, name: name, handle: handle))
        }
    }

    /// One sample per board, in their order; `nil` for a lost one.
    private func sampleAll(at now: Timestamp) -> [GPUSample?] {
        boards.indices.map { index -> GPUSample? in
            guard boards[index].handle != nil else { return nil }
            do throws(NVMLCode) {
                let sample = try boards[index].sample(library)
                boards[index].lost = nil
                return sample
            } catch {
                boards[index].lose(error, at: now)
                return nil
            }
        }
    }

    private func collectErrors() {
        for error in events?.pending() ?? [] {
            guard let index = boards.firstIndex(where: { $0.lastHandle == error.board }) else { continue }
            boards[index].xid = error.xid
        }
    }

    private func status(_ board: NVMLBoard, _ sample: GPUSample?, _ now: Timestamp) -> GPUStatus {
        let reading: Reading<GPUSample> =
            if let sample {
                .current(sample, at: now)
            } else {
                .unavailable(reason: reason(board))
            }
        return GPUStatus(
            uuid: board.uuid, index: board.index, name: board.name, reading: reading, xid: board.xid,
            lostSince: board.lost?.since)
    }

    private func reason(_ board: NVMLBoard) -> String {
        let code = board.lost?.code ?? .gpuNotFound
        let xid = board.xid.map { ", Xid \($0)" } ?? ""
        return "\(code.name) (\(code)\(xid)): \(code.advice)"
    }

    private func text(size: Int, _ call: (UnsafeMutablePointer<CChar>, UInt32) -> Int32?) -> String? {
        var buffer = [CChar](repeating: 0, count: size)
        guard call(&buffer, UInt32(size)) == 0 else { return nil }
        return PlainText.cleaned(buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) })
    }
}

/// When to try again: after 1, 2, 4, 8 … 30 sweeps.
struct RetryCount {
    private var delay = 1
    private var left = 1

    /// Counts one sweep; true when it is time.
    mutating func isDue() -> Bool {
        left -= 1
        guard left <= 0 else { return false }
        delay = min(delay * 2, 30)
        left = delay
        return true
    }
}
