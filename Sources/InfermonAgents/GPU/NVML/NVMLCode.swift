/// A result of an NVML call (nvmlReturn_t).
struct NVMLCode: Hashable, Error, CustomStringConvertible {
    let rawValue: Int32

    /// What a code means for the next call.
    enum Kind {
        case success
        /// This board or driver never answers the question: not asked again.
        case permanent
        /// The next sweep asks again.
        case transient
        /// The board's handle is of no more use.
        case fatal
    }

    static let success = NVMLCode(rawValue: 0)
    static let uninitialized = NVMLCode(rawValue: 1)
    static let noPermission = NVMLCode(rawValue: 4)
    static let driverNotLoaded = NVMLCode(rawValue: 9)
    static let gpuIsLost = NVMLCode(rawValue: 15)
    static let resetRequired = NVMLCode(rawValue: 16)
    static let versionMismatch = NVMLCode(rawValue: 18)
    static let argumentVersionMismatch = NVMLCode(rawValue: 25)
    static let gpuNotFound = NVMLCode(rawValue: 28)
    static let unknown = NVMLCode(rawValue: 999)

    var kind: Kind {
        switch rawValue {
        case 0: .success
        case 3, 13: .permanent
        case 1, 15, 16, 28: .fatal
        default: .transient
        }
    }

    var description: String { "NVML \(rawValue)" }

    /// What the code says, in words.
    var name: String {
        switch rawValue {
        case 0: "success"
        case 1: "the library is not initialised"
        case 2: "invalid argument"
        case 3: "not supported"
        case 4: "no permission"
        case 6: "not found"
        case 7: "insufficient size"
        case 8: "the external power cables are not attached"
        case 9: "the driver is not loaded"
        case 10: "timeout"
        case 11: "an interrupt problem"
        case 12: "a library is missing"
        case 13: "the function is missing"
        case 14: "the board's information ROM is corrupted"
        case 15: "GPU is lost"
        case 16: "GPU requires a reset"
        case 17: "the operating system blocks the board"
        case 18: "driver and library differ in version"
        case 19: "in use"
        case 20: "out of memory"
        case 21: "no data"
        case 23: "out of resources"
        case 25: "argument version mismatch"
        case 26: "deprecated"
        case 27: "not ready"
        case 28: "GPU is not found"
        case 29: "invalid state"
        case 999: "unknown error"
        default: "error"
        }
    }

    /// What to do about a board that this code made unusable.
    var advice: String {
        switch self {
        case .gpuIsLost: "look for the Xid in dmesg, then reset the board or reboot"
        case .resetRequired: "stop its processes and run nvidia-smi --gpu-reset"
        case .gpuNotFound: "it fell off the bus or was removed; look into dmesg, then reboot"
        default: "look into dmesg"
        }
    }
}
