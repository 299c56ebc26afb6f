import InfermonModel

/// The keys of `sources.gpus`.
enum GPUSourceKey: String, ConfigurationKey {
    case nvml, interval, library

    static let section = "sources.gpus"
}

/// Decodes `sources.gpus`.
enum GPUSourceDecoder {
    static func source(_ cursor: YAMLCursor) -> GPUSource {
        var source = GPUSource()
        cursor.forEachKey(of: GPUSourceKey.self) { key, value in
            switch key {
            case .nvml: source.mode = value.choice([.auto, .off]) ?? source.mode
            case .interval: source.interval = value.duration(in: .milliseconds(250)...(.minutes(5))) ?? source.interval
            case .library:
                guard let path = value.text("the absolute path of libnvidia-ml.so.1") else { return }
                // A relative name would be searched for in folders that others may write to.
                if path.hasPrefix("/") {
                    source.libraryPath = path
                } else {
                    value.error("found \(OutsideText.quoted(path)); \(value.path) is an absolute path")
                }
            }
        }
        return source
    }
}
