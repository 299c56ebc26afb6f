public import InfermonModel

/// What the probe's process is told on its command line.
public struct GPUProbeOptions: Hashable, Sendable {
    /// Time between the starts of two sweeps.
    public var interval: TimeSpan
    /// An absolute path of NVML; `nil` for `libnvidia-ml.so.1`.
    public var libraryPath: String?
    /// The script to play instead of asking a driver; `nil` for real boards.
    public var played: PlayedGPUs?
    /// How many sweeps to make; `nil` for until the pipe closes.
    public var sweeps: Int?
    var libraryOwner: LibraryOwner = .root

    /// Creates options for the boards of this machine, or for played ones.
    public init(_ source: GPUSource = GPUSource(), played: PlayedGPUs? = nil, sweeps: Int? = nil) {
        interval = source.interval
        libraryPath = source.libraryPath
        self.played = played
        self.sweeps = sweeps
    }

    /// The vendors to ask.
    var vendors: [any GPUVendor.Type] {
        GPUVendorRegistry.all.filter { ($0.id == PlayedVendor.id) == (played != nil) }
    }

    /// The options as arguments of a command line.
    public var arguments: [String] {
        var arguments = ["--interval-us=\(interval.microseconds)"]
        if let libraryPath { arguments.append("--library=\(libraryPath)") }
        if let played { arguments.append("--played=\(played.argument)") }
        if let sweeps { arguments.append("--sweeps=\(sweeps)") }
        if libraryOwner != .root { arguments.append("--library-owner=\(libraryOwner.rawValue)") }
        return arguments
    }

    /// Reads what ``arguments`` wrote.
    ///
    /// - Parameter arguments: The arguments behind the subcommand.
    /// - Throws: ``GPUProbeOptionError`` for the first that is not understood.
    public init(arguments: [String]) throws(GPUProbeOptionError) {
        self.init()
        for argument in arguments {
            let pair = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let value = pair.count == 2 ? String(pair[1]) : ""
            switch pair[0] {
            case "--interval-us":
                guard let number = Int64(value), number >= 0 else { throw GPUProbeOptionError(argument: argument) }
                interval = TimeSpan(microseconds: number)
            case "--library" where !value.isEmpty:
                libraryPath = value
            case "--played":
                guard let script = PlayedGPUs(argument: value) else { throw GPUProbeOptionError(argument: argument) }
                played = script
            case "--sweeps":
                guard let number = Int(value), number > 0 else { throw GPUProbeOptionError(argument: argument) }
                sweeps = number
            case "--library-owner":
                guard let owner = LibraryOwner(rawValue: value) else { throw GPUProbeOptionError(argument: argument) }
                libraryOwner = owner
            default:
                throw GPUProbeOptionError(argument: argument)
            }
        }
    }
}

/// An argument that the probe does not understand.
public struct GPUProbeOptionError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The argument.
    public let argument: String

    /// What is wrong, as a sentence.
    public var description: String {
        "gpu-probe does not understand \(argument): it is started by infermon itself, not by hand."
    }
}
