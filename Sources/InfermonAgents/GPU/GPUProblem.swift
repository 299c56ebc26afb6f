/// Why there are no GPUs: each with what to do.
enum GPUProblem: Error, Hashable, CustomStringConvertible {
    case libraryNotFound(name: String)
    case libraryBroken(name: String, detail: String)
    case libraryRefused(path: String, why: LibraryRefusal)
    case symbolMissing(name: String, symbol: String)
    case driver(NVMLCode, isContainer: Bool)
    case noGPUs
    case nothingPlayed

    /// Why a configured library is not opened.
    enum LibraryRefusal: Hashable {
        case relative
        case missing
        case notOwnedByRoot
        case writableByOthers
    }

    var description: String {
        switch self {
        case .libraryNotFound(let name):
            "There is no NVIDIA driver on this host (\(name) is not found): install it, or configure sources.gpus as {nvml: off}."
        case .libraryBroken(let name, let detail):
            "The NVIDIA driver's library \(name) cannot be opened (\(detail)): reinstall the driver."
        case .libraryRefused(let path, let why):
            Self.refusal(path, why)
        case .symbolMissing(let name, let symbol):
            "\(name) has no \(symbol), so it is no driver's library: a toolkit's stub, perhaps; install the driver."
        case .driver(let code, let isContainer):
            Self.driver(code, isContainer)
        case .noGPUs:
            "The NVIDIA driver runs but sees no GPU: look for the board in lspci and for its errors in dmesg."
        case .nothingPlayed:
            "No GPUs are played."
        }
    }

    private static func refusal(_ path: String, _ why: LibraryRefusal) -> String {
        switch why {
        case .relative: "The GPU library \(path) is not an absolute path: write the whole path."
        case .missing: "The GPU library \(path) does not exist or cannot be read: correct the path."
        case .notOwnedByRoot: "The GPU library \(path) does not belong to root and is not loaded: chown root it."
        case .writableByOthers:
            "The GPU library \(path) can be written by group or others and is not loaded: chmod go-w it."
        }
    }

    private static func driver(_ code: NVMLCode, _ isContainer: Bool) -> String {
        switch code {
        case .driverNotLoaded:
            "The NVIDIA driver is not loaded (NVML 9): load it with modprobe nvidia, or reboot."
        case .versionMismatch:
            "The NVIDIA driver was upgraded but the old module still runs (NVML 18): reboot, or reload the module."
        case .noPermission:
            "No permission to use the GPUs (NVML 4): this user must be able to open /dev/nvidiactl and /dev/nvidia0."
        case .unknown where isContainer:
            "The driver fails without saying why (NVML 999), as when a container loses its devices: restart the container."
        case .unknown:
            "The NVIDIA driver fails without saying why (NVML 999): look into dmesg, then reload the module or reboot."
        default:
            "The NVIDIA driver does not start: \(code.name) (\(code)); look into dmesg, then reload the module or reboot."
        }
    }
}
