import FoundationEssentials
import InfermonAgents
import InfermonConfig
import InfermonCost
import InfermonIngest
import InfermonModel

/// Finds and reads the configuration for a command.
struct ConfigurationChoice {
    let location: ConfigurationLocator.Location
    let loaded: LoadedConfiguration?

    /// Looks for the configuration and reads it; blocks while the disk answers.
    init(_ options: GlobalOptions) {
        let environment = ProcessInfo.processInfo.environment
        location = ConfigurationLocator(environment: environment).locate(option: options.config)
        let loader = ConfigurationLoader(vocabulary: Self.vocabulary, environment: environment)
        loaded = location.path.map { loader.load(path: $0) }
    }

    /// The names that other parts know, so that misspelt ones are reported.
    static var vocabulary: ConfigurationVocabulary {
        ConfigurationVocabulary(
            formats: ["auto"] + LogFormatRegistry.all.map(\.id),
            providers: CloudProviderRegistry.all.map {
                ConfigurationVocabulary.Provider(name: $0.id, settings: $0.settings + ["scenario"])
            } + [
                ConfigurationVocabulary.Provider(
                    name: FocusAgent.provider, settings: FocusAgent.settings + ["scenario"])
            ])
    }

    /// The configuration, or the end of the command with every problem told.
    ///
    /// - Parameters:
    ///   - options: The command's options, which go over the configuration.
    ///   - logs: Paths of logs named on the command line, which need no configuration.
    /// - Returns: The configuration.
    /// - Throws: `ExitCode` 64 when there is none, or one with errors.
    static func required(_ options: GlobalOptions, logs: [String] = []) throws -> Configuration {
        let choice = ConfigurationChoice(options)
        var configuration: Configuration
        if let loaded = choice.loaded {
            guard let usable = loaded.configuration else { throw failure(loaded.errors.map(\.description)) }
            configuration = usable
        } else if logs.isEmpty {
            throw failure([
                "infermon: there is no configuration; looked for \(choice.searched.joined(separator: " and ")).",
                "  infermon demo                shows infermon at work, with nothing to set up",
                "  infermon --log PATH          watches a gateway's request log without a configuration",
                "  infermon init > config.yaml  writes an example to start from",
            ])
        } else {
            configuration = Configuration()
        }
        if !logs.isEmpty { configuration.gatewayLogs = logs.map { GatewayLogSource(path: $0, start: .start) } }
        let theme = ThemeChoice(options.theme ?? configuration.theme)
        guard theme.problems.isEmpty else { throw failure(theme.problems.map { "infermon: \($0)" }) }
        if let interval = options.interval?.span { configuration.interval = interval }
        if let theme = options.theme { configuration.theme = theme }
        return configuration
    }

    private var searched: [String] {
        if case .none(let searched) = location { return searched }
        return []
    }
}
