import InfermonModel

/// The keys of the whole configuration, those first that others refer to.
enum RootKey: String, ConfigurationKey {
    case timezone, options, budget, scenarios, sources, interval, theme, store, prices, hardware, alerts, notify

    static let section = "Top level"
}

/// The keys of `sources`.
enum SourcesKey: String, ConfigurationKey {
    case gatewayLogs = "gateway_logs"
    case gpus, cloud, servers, agents, prometheus

    static let section = "sources"
}

/// The keys of `store`.
enum StoreKey: String, ConfigurationKey {
    case path, retain

    static let section = "store"
}

/// Turns the nodes of a text into a configuration, gathering every problem.
struct ConfigurationDecoder {
    private var context: DecodingContext
    private var result = Configuration()

    /// Decodes `root`; the result counts only when no problem is an error.
    static func decode(_ root: YAMLCursor, in context: DecodingContext) -> Configuration {
        var decoder = ConfigurationDecoder(context: context)
        refuseSecrets(in: root.node, root.problems)
        root.forEachKey(of: RootKey.self) { decoder.decode($0, $1) }
        return decoder.result
    }

    private init(context: DecodingContext) {
        self.context = context
    }

    private mutating func decode(_ key: RootKey, _ cursor: YAMLCursor) {
        switch key {
        case .timezone:
            if let zone = context.zone(cursor) {
                context.zone = zone
                result.zone = zone
            }
        case .options:
            result.options = OptionDecoder().options(cursor)
            context.optionNames = result.options.map(\.id)
        case .scenarios:
            result.scenarios = ScenarioDecoder(context: context).scenarios(cursor)
            context.scenarios = result.scenarios
        case .sources:
            cursor.forEachKey(of: SourcesKey.self) { decode($0, $1) }
        case .budget:
            result.budget = cursor.money(per: "month", example: "$7500/month").map(Budget.init(limit:))
        case .interval:
            if let span = cursor.duration(in: .milliseconds(100)...(.minutes(1))) { result.interval = span }
        case .theme:
            result.theme = theme(cursor)
        case .store:
            cursor.forEachKey(of: StoreKey.self) { decode($0, $1) }
        case .prices:
            result.priceFiles = cursor.items("a list of price files").compactMap { context.path($0) }
        case .hardware:
            result.hardware = HardwareDecoder.hardware(cursor)
        case .alerts:
            let accounts = result.providers.map {
                Scenario(id: .account($0.id), title: $0.id, budget: $0.budget)
            }
            let all = result.budget ?? result.scenarios.lazy.compactMap(\.budget).first
            result.alertRules = AlertDecoder(
                context: context, others: [Scenario(id: .all, title: "all", budget: all)] + accounts
            ).rules(cursor)
        case .notify:
            refuse(cursor, "alerts are shown on the screen and by \"infermon once\"")
        }
    }

    private mutating func decode(_ key: SourcesKey, _ cursor: YAMLCursor) {
        switch key {
        case .gatewayLogs: result.gatewayLogs = GatewayLogDecoder(context: context).sources(cursor)
        case .gpus: result.gpu = GPUSourceDecoder.source(cursor)
        case .cloud: result.providers = ProviderDecoder(context: context).sources(cursor)
        case .servers, .agents, .prometheus:
            refuse(cursor, "gateway logs, local GPUs and cloud providers are read")
        }
    }

    private mutating func decode(_ key: StoreKey, _ cursor: YAMLCursor) {
        switch key {
        case .path: result.storePath = context.path(cursor)
        case .retain: result.storeRetention = cursor.duration(in: .days(35)...(.days(3_660)))
        }
    }

    /// A name, or a path when there is a slash in it.
    private func theme(_ cursor: YAMLCursor) -> String? {
        guard let text = cursor.text("the name or the path of a theme") else { return nil }
        return text.contains("/") ? context.path(cursor) : text
    }

    /// Nothing that is written may be silently ignored.
    private func refuse(_ cursor: YAMLCursor, _ instead: String) {
        cursor.errorAtKey("\(cursor.path) is not in this version; take it out (\(instead))")
    }

    private static func refuseSecrets(in node: YAMLNode, _ problems: ProblemCollector) {
        switch node.content {
        case .scalar(let text, _):
            guard SecretShape.isLikely(text) else { return }
            problems.error(
                "a value that looks like a secret (not shown); put it into an environment variable and name that with "
                    + "key_env, or into a file that only you can read and name that with key_file", at: node.mark)
        case .sequence(let items):
            for item in items { refuseSecrets(in: item, problems) }
        case .mapping(let entries):
            for entry in entries { refuseSecrets(in: entry.value, problems) }
        }
    }
}
