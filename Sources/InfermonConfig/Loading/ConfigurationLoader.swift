public import InfermonModel

/// What became of reading a configuration.
public struct LoadedConfiguration: Hashable, Sendable {
    /// The configuration; `nil` when a problem is an error, so that nothing starts half.
    public let configuration: Configuration?
    /// Everything that is wrong, in the order of the text; warnings among it.
    public let problems: [ConfigurationProblem]

    /// The problems that keep infermon from starting.
    public var errors: [ConfigurationProblem] { problems.filter { $0.severity == .error } }
    /// The problems that do not.
    public var warnings: [ConfigurationProblem] { problems.filter { $0.severity == .warning } }
}

/// Reads configurations, telling every problem at once.
public struct ConfigurationLoader: Sendable {
    /// Names that other parts know.
    public let vocabulary: ConfigurationVocabulary
    /// The time zones of this machine.
    public let zones: ZoneDatabase
    /// The environment: `HOME` is what `~` stands for.
    public let environment: [String: String]

    /// Creates a loader.
    public init(
        vocabulary: ConfigurationVocabulary = ConfigurationVocabulary(), zones: ZoneDatabase = ZoneDatabase(),
        environment: [String: String] = [:]
    ) {
        self.vocabulary = vocabulary
        self.zones = zones
        self.environment = environment
    }

    /// Reads the file at `path`; blocks while the disk answers.
    public func load(path: String) -> LoadedConfiguration {
        let bytes: [UInt8]
        do {
            bytes = try BoundedFile.read(path, limit: YAMLReader.sizeLimit)
        } catch {
            let message = OutsideText.cleaned(error.description, limit: 4_096)
            return LoadedConfiguration(
                configuration: nil, problems: [ConfigurationProblem(file: path, mark: nil, message: message)])
        }
        return load(bytes, path: path)
    }

    /// Reads a text that lies in no file; relative paths in it stay relative.
    public func load(text: String) -> LoadedConfiguration {
        load(Array(text.utf8), path: nil)
    }

    private func load(_ bytes: [UInt8], path: String?) -> LoadedConfiguration {
        let problems = ProblemCollector(file: path)
        let context = DecodingContext(
            vocabulary: vocabulary, zones: zones, folder: path.map(Self.folder), home: environment["HOME"])
        var configuration = Configuration()
        if let root = YAMLReader.read(bytes, problems: problems) {
            let cursor = YAMLCursor(node: root, path: "", problems: problems)
            configuration = ConfigurationDecoder.decode(cursor, in: context)
        }
        configuration.path = path
        return LoadedConfiguration(
            configuration: problems.hasErrors ? nil : configuration, problems: problems.problems)
    }

    private static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
