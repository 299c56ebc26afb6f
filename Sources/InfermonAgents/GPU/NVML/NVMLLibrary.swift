import CNVML
import Glibc

/// The driver's library, opened at run time, with its functions looked up one by one.
///
/// A function that is missing costs one field, not the board. The library is never closed: drivers leave threads behind.
struct NVMLLibrary {
    /// The only name that is opened: without the version it can be a toolkit's stub.
    static let standardName = "libnvidia-ml.so.1"

    let initialize: nvml_init_fn
    let count: nvml_count_fn
    let handle: nvml_handle_fn
    let shutdown: nvml_init_fn?
    let driverVersion: nvml_driver_version_fn?
    let uuid: nvml_text_fn?
    let name: nvml_text_fn?
    let utilization: nvml_utilization_fn?
    let memory: nvml_memory_fn?
    let memoryV2: nvml_memory_v2_fn?
    let powerUsage: nvml_number_fn?
    let powerLimit: nvml_number_fn?
    let temperature: nvml_kind_fn?
    let temperatureThreshold: nvml_kind_fn?
    let clock: nvml_kind_fn?
    let clocksEventReasons: nvml_long_fn?
    let totalEnergy: nvml_long_fn?
    let events: Events?

    /// The four functions of an event set, of use only together.
    struct Events {
        let create: nvml_event_create_fn
        let register: nvml_event_register_fn
        let wait: nvml_event_wait_fn
        let free: nvml_event_free_fn?
    }

    /// Opens the library.
    ///
    /// - Parameters:
    ///   - path: An absolute path; `nil` for the driver's own name.
    ///   - owner: Who must own a configured file.
    /// - Throws: ``GPUProblem`` when there is no library, or none that may or can be used.
    init(path: String?, owner: LibraryOwner) throws(GPUProblem) {
        if let path { try owner.check(path) }
        let file = path ?? Self.standardName
        guard let handle = dlopen(file, RTLD_NOW | RTLD_LOCAL) else {
            let detail = dlerror().map { String(cString: $0) } ?? ""
            throw Self.problem(file, detail)
        }
        let symbols = Symbols(handle: handle)
        guard let initialize: nvml_init_fn = symbols["nvmlInit_v2", "nvmlInit"] else {
            throw .symbolMissing(name: file, symbol: "nvmlInit")
        }
        guard let count: nvml_count_fn = symbols["nvmlDeviceGetCount_v2", "nvmlDeviceGetCount"] else {
            throw .symbolMissing(name: file, symbol: "nvmlDeviceGetCount")
        }
        guard let byIndex: nvml_handle_fn = symbols["nvmlDeviceGetHandleByIndex_v2", "nvmlDeviceGetHandleByIndex"]
        else {
            throw .symbolMissing(name: file, symbol: "nvmlDeviceGetHandleByIndex")
        }
        self.initialize = initialize
        self.count = count
        self.handle = byIndex
        shutdown = symbols["nvmlShutdown"]
        driverVersion = symbols["nvmlSystemGetDriverVersion"]
        uuid = symbols["nvmlDeviceGetUUID"]
        name = symbols["nvmlDeviceGetName"]
        utilization = symbols["nvmlDeviceGetUtilizationRates"]
        memory = symbols["nvmlDeviceGetMemoryInfo"]
        memoryV2 = symbols["nvmlDeviceGetMemoryInfo_v2"]
        powerUsage = symbols["nvmlDeviceGetPowerUsage"]
        powerLimit = symbols["nvmlDeviceGetEnforcedPowerLimit"]
        temperature = symbols["nvmlDeviceGetTemperature"]
        temperatureThreshold = symbols["nvmlDeviceGetTemperatureThreshold"]
        clock = symbols["nvmlDeviceGetClockInfo"]
        clocksEventReasons =
            symbols[
                "nvmlDeviceGetCurrentClocksEventReasons", "nvmlDeviceGetCurrentClocksThrottleReasons"]
        totalEnergy = symbols["nvmlDeviceGetTotalEnergyConsumption"]
        events = Self.events(symbols)
    }

    private static func events(_ symbols: Symbols) -> Events? {
        guard let create: nvml_event_create_fn = symbols["nvmlEventSetCreate"],
            let register: nvml_event_register_fn = symbols["nvmlDeviceRegisterEvents"],
            let wait: nvml_event_wait_fn = symbols["nvmlEventSetWait_v2", "nvmlEventSetWait"]
        else { return nil }
        return Events(create: create, register: register, wait: wait, free: symbols["nvmlEventSetFree"])
    }

    private static func problem(_ file: String, _ detail: String) -> GPUProblem {
        // dlerror has no code, only a sentence; "file too short" and "wrong ELF class" are broken installations.
        if detail.isEmpty || detail.hasSuffix("No such file or directory") { return .libraryNotFound(name: file) }
        return .libraryBroken(name: file, detail: PlainText.cleaned(detail.utf8, limit: 160) ?? "")
    }

    private struct Symbols {
        let handle: UnsafeMutableRawPointer

        /// The first of `names` that the library has.
        subscript<Function>(_ names: String...) -> Function? {
            for name in names {
                if let address = dlsym(handle, name) { return unsafeBitCast(address, to: Function.self) }
            }
            return nil
        }
    }
}

/// Who must own a library that the configuration names: code that runs as this user must not be another's to change.
enum LibraryOwner: String {
    case root
    /// Only for libraries that a test has built.
    case anyone

    func check(_ path: String) throws(GPUProblem) {
        guard path.hasPrefix("/") else { throw .libraryRefused(path: path, why: .relative) }
        var status = stat()
        guard stat(path, &status) == 0 else { throw .libraryRefused(path: path, why: .missing) }
        switch self {
        case .anyone: return
        case .root:
            guard status.st_uid == 0 else { throw .libraryRefused(path: path, why: .notOwnedByRoot) }
            guard status.st_mode & (S_IWGRP | S_IWOTH) == 0 else {
                throw .libraryRefused(path: path, why: .writableByOthers)
            }
        }
    }
}
