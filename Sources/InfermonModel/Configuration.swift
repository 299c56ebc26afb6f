/// The validated configuration.
public struct Configuration: Hashable, Sendable {
    /// The zone of months and budgets.
    public var zone: TimeZoneRules = .utc
    /// The scenarios, in their order.
    public var scenarios: [Scenario] = []
    /// The gateway logs to read.
    public var gatewayLogs: [GatewayLogSource] = []
    /// Whether and how local GPUs are read.
    public var gpu = GPUSource()
    /// The providers to poll.
    public var providers: [ProviderSource] = []
    /// What may be spent in all; `nil` for the sum of the scenarios' budgets.
    public var budget: Budget?
    /// Where state is kept; `nil` for the standard place.
    public var storePath: String?
    /// How long rollups are kept; `nil` for the store's own limit.
    public var storeRetention: TimeSpan?
    /// Whether what logs say is stored; not when they are only looked at.
    public var storesRollups = true
    /// The least time between two drawings of the screen for what is new.
    public var interval = Self.standardInterval
    /// The interval of who asked for none: numbers that change more often cannot be read.
    public static let standardInterval = TimeSpan.milliseconds(250)
    /// The theme's name or path; `nil` for the built-in dark one.
    public var theme: String?
    /// Alert rules beside the standard ones, replacing those of the same name and scenario.
    public var alertRules: [AlertRule] = []
    /// Price files to load over the built-in sheet, in order.
    public var priceFiles: [String] = []
    /// What own hardware costs; `nil` when nothing is said.
    public var hardware: HardwareCost?
    /// Options beside the built-in catalogue.
    public var options: [ModelOption] = []
    /// Where the configuration came from; `nil` without a file.
    public var path: String?

    /// Creates a configuration that reads nothing but the local GPUs.
    public init() {}
}

/// A gateway's request log.
public struct GatewayLogSource: Hashable, Sendable {
    /// Where a first start begins.
    public enum Start: Hashable, Sendable {
        /// At the end: only what comes.
        case end
        /// At the beginning of every file.
        case start
        /// At the first request of the current month.
        case month
        /// At the first request from this instant on.
        case since(Timestamp)
    }

    /// What the source's lines count as.
    public enum Role: String, Hashable, Sendable {
        /// Its lines are requests.
        case primary
        /// It stands in front of a primary one: its lines are never counted as requests again.
        case enrich
    }

    /// A path or glob.
    public var path: String
    /// The name of a format, or `auto`.
    public var format: String
    /// Where a first start begins.
    public var start: Start
    /// What its lines count as.
    public var role: Role
    /// Field paths for the generic format; empty for well-known names.
    public var map: [FieldMapping]
    /// The zone of timestamps without one.
    public var zone: TimeZoneRules

    /// Creates a source.
    public init(
        path: String, format: String = "auto", start: Start = .end, role: Role = .primary, map: [FieldMapping] = [],
        zone: TimeZoneRules = .utc
    ) {
        self.path = path
        self.format = format
        self.start = start
        self.role = role
        self.map = map
        self.zone = zone
    }
}

/// One field of a log in no known format.
public struct FieldMapping: Hashable, Sendable {
    /// The unit of a time or an amount.
    public enum Unit: String, CaseIterable, Hashable, Sendable {
        /// Seconds.
        case s
        /// Milliseconds.
        case ms
        /// Microseconds.
        case us
        /// Nanoseconds.
        case ns
        /// Seconds since 1970.
        case epochSeconds = "epoch_s"
        /// Milliseconds since 1970.
        case epochMilliseconds = "epoch_ms"
        /// An ISO 8601 date and time.
        case iso
        /// US dollars.
        case usd
        /// US cents.
        case cents
    }

    /// The field of the request: `end_time`, `start_time`, `latency`, `ttft`, `model`, `provider`, `input_tokens`,
    /// `output_tokens`, `cached_tokens`, `cost`, `scenario`, `status`, `outcome`, `stream`, `cache_hit`, `id`, `group`, `key`,
    /// `team`, `route`, `end_user`, `user_agent`, `host`, `error`.
    public var field: String
    /// The path in the line's object, keys joined by dots.
    public var path: String
    /// The unit; `nil` when the field has none.
    public var unit: Unit?

    /// Creates a mapping.
    public init(field: String, path: String, unit: Unit? = nil) {
        self.field = field
        self.path = path
        self.unit = unit
    }
}

/// Whether and how local GPUs are read.
public struct GPUSource: Hashable, Sendable {
    /// When NVML is loaded.
    public enum Mode: String, Hashable, Sendable {
        /// When it is there.
        case auto
        /// Never.
        case off
    }

    /// When NVML is loaded.
    public var mode: Mode
    /// Time between two sweeps.
    public var interval: TimeSpan
    /// An absolute path of the library; `nil` for `libnvidia-ml.so.1`.
    public var libraryPath: String?

    /// Creates a source.
    public init(mode: Mode = .auto, interval: TimeSpan = .seconds(2), libraryPath: String? = nil) {
        self.mode = mode
        self.interval = interval
        self.libraryPath = libraryPath
    }
}

/// A provider's usage and cost API.
public struct ProviderSource: Hashable, Sendable {
    /// Where the key comes from: never from the configuration's text.
    public enum Credential: Hashable, Sendable {
        /// An environment variable's name.
        case environment(String)
        /// A file that only its owner can read.
        case file(String)
        /// The name of a systemd credential.
        case systemd(String)
    }

    /// The provider's registered name: `openai`, `anthropic`, ...
    public var provider: String
    /// The account's own name, where a provider has several; `nil` for its only one.
    public var name: String?
    /// Where the key comes from.
    public var credential: Credential?
    /// Another base URL than the provider's own, for proxies and tests.
    public var baseURL: String?
    /// Time between two polls; `nil` for the provider's default.
    public var interval: TimeSpan?
    /// Which scenario a project or workspace belongs to, by its id.
    public var scenarioByProject: [String: String]
    /// What may be spent at it in a month.
    public var budget: Budget?
    /// Provider-specific settings, such as `region`; or the path of a FOCUS export.
    public var settings: [String: String]

    /// Creates a source.
    public init(
        provider: String, name: String? = nil, credential: Credential? = nil, baseURL: String? = nil,
        interval: TimeSpan? = nil, scenarioByProject: [String: String] = [:], budget: Budget? = nil,
        settings: [String: String] = [:]
    ) {
        self.provider = provider
        self.budget = budget
        self.name = name
        self.credential = credential
        self.baseURL = baseURL
        self.interval = interval
        self.scenarioByProject = scenarioByProject
        self.settings = settings
    }

    /// What its bills, its state and its alerts go by: the account's name, or the provider's where it has one account.
    public var id: String { name ?? provider }
}

/// What own hardware costs.
public struct HardwareCost: Hashable, Sendable {
    /// A price of electricity that holds at some hours of the week.
    public struct Tariff: Hashable, Sendable {
        /// Weekdays, 0 for Sunday … 6 for Saturday.
        public var weekdays: Set<Int>
        /// The first hour of the day, 0…23.
        public var fromHour: Int
        /// The hour at which it ends, 1…24.
        public var toHour: Int
        /// The price of a kilowatt-hour.
        public var perKilowattHour: Money

        /// Creates a tariff.
        public init(weekdays: Set<Int> = Set(0...6), fromHour: Int = 0, toHour: Int = 24, perKilowattHour: Money) {
            self.weekdays = weekdays
            self.fromHour = fromHour
            self.toHour = toHour
            self.perKilowattHour = perKilowattHour
        }
    }

    /// Prices of electricity; the first that covers the hour holds.
    public var tariffs: [Tariff]
    /// Power used effectiveness: all power over the computers' power, 1 or more.
    public var powerUsageEffectiveness: Double
    /// Power of the host without its GPUs, in watts.
    public var hostWatts: Double
    /// What the hardware cost.
    public var purchase: Money
    /// What it will bring at the end.
    public var resale: Money
    /// Months over which it is written off.
    public var months: Int
    /// Colocation, support and administration a month.
    public var fixedPerMonth: Money
    /// Patterns with `*` and `?` of the models that the hardware serves: their requests share its cost.
    public var models: [String]

    /// Creates the cost of own hardware.
    public init(
        tariffs: [Tariff], powerUsageEffectiveness: Double = 1, hostWatts: Double = 0, purchase: Money = .zero,
        resale: Money = .zero, months: Int = 36, fixedPerMonth: Money = .zero, models: [String] = []
    ) {
        self.tariffs = tariffs
        self.powerUsageEffectiveness = powerUsageEffectiveness
        self.hostWatts = hostWatts
        self.purchase = purchase
        self.resale = resale
        self.months = months
        self.fixedPerMonth = fixedPerMonth
        self.models = models
    }
}

/// One way to serve a scenario: a cloud model, or a local one on named hardware.
public struct ModelOption: Hashable, Sendable {
    /// Where the model runs.
    public enum Place: Hashable, Sendable {
        /// At a provider, at the price sheet's prices.
        case cloud
        /// On own GPUs.
        case local(LocalHardware)
    }

    /// Hardware for a local model.
    public struct LocalHardware: Hashable, Sendable {
        /// The GPU's name, such as `A100 80GB`.
        public var gpu: String
        /// GPUs bought together.
        public var gpus: Int
        /// The price of the whole.
        public var purchase: Money
        /// Power while busy, of the whole without the host, in watts.
        public var busyWatts: Double
        /// Power while idle, of the whole without the host, in watts.
        public var idleWatts: Double
        /// Power of the host, in watts.
        public var hostWatts: Double
        /// Requests per hour that it can serve, as claimed or measured; `nil` when unknown.
        public var capacityPerHour: Double?
        /// Memory bandwidth of one GPU, in bytes per second: bounds the time per token.
        public var memoryBandwidth: Double
        /// Bytes of the model's weights that each token reads.
        public var weightBytes: Double

        /// Creates hardware.
        public init(
            gpu: String, gpus: Int, purchase: Money, busyWatts: Double, idleWatts: Double, hostWatts: Double,
            capacityPerHour: Double?, memoryBandwidth: Double, weightBytes: Double
        ) {
            self.gpu = gpu
            self.gpus = gpus
            self.purchase = purchase
            self.busyWatts = busyWatts
            self.idleWatts = idleWatts
            self.hostWatts = hostWatts
            self.capacityPerHour = capacityPerHour
            self.memoryBandwidth = memoryBandwidth
            self.weightBytes = weightBytes
        }
    }

    /// What a document claims of an option; shown as a claim, never used as a measurement.
    public struct Claim: Hashable, Sendable {
        /// Cost of a request.
        public var costPerRequest: Money?
        /// Latency.
        public var latency: TimeSpan?
        /// Requests per hour.
        public var throughputPerHour: Double?
        /// Prompt tokens that the claim is for.
        public var inputTokens: Int64
        /// Generated tokens that the claim is for.
        public var outputTokens: Int64

        /// Creates a claim.
        public init(
            costPerRequest: Money?, latency: TimeSpan?, throughputPerHour: Double?, inputTokens: Int64,
            outputTokens: Int64
        ) {
            self.costPerRequest = costPerRequest
            self.latency = latency
            self.throughputPerHour = throughputPerHour
            self.inputTokens = inputTokens
            self.outputTokens = outputTokens
        }
    }

    /// The option's name, such as `1A`.
    public var id: String
    /// The name for people.
    public var title: String
    /// The model, as the price sheet and logs know it.
    public var model: String
    /// Where it runs.
    public var place: Place
    /// The most tokens of prompt and answer together; `nil` when unknown.
    public var contextTokens: Int64?
    /// Memory that the model needs, in bytes; `nil` for the cloud.
    public var memoryBytes: Int64?
    /// What is claimed of it; `nil` for options without a document.
    public var claim: Claim?

    /// Creates an option.
    public init(
        id: String, title: String, model: String, place: Place, contextTokens: Int64? = nil, memoryBytes: Int64? = nil,
        claim: Claim? = nil
    ) {
        self.id = id
        self.title = title
        self.model = model
        self.place = place
        self.contextTokens = contextTokens
        self.memoryBytes = memoryBytes
        self.claim = claim
    }
}
