import InfermonModel

/// The keys of an option.
enum OptionKey: String, ConfigurationKey {
    case title, model, place, context, memory, gpu, gpus, purchase
    case busyWatts = "busy_watts"
    case idleWatts = "idle_watts"
    case hostWatts = "host_watts"
    case capacity, bandwidth, weights, claim

    static let section = "options"

    /// Whether the key describes own hardware, and so belongs to a local option only.
    fileprivate var isLocal: Bool {
        switch self {
        case .memory, .gpu, .gpus, .purchase, .busyWatts, .idleWatts, .hostWatts, .capacity, .bandwidth, .weights: true
        case .title, .model, .place, .context, .claim: false
        }
    }
}

/// The keys of what is claimed of an option.
enum ClaimKey: String, ConfigurationKey {
    case costPerRequest = "cost_per_request"
    case latency, throughput
    case inputTokens = "input_tokens"
    case outputTokens = "output_tokens"

    static let section = "claim"
}

/// Where an option's model runs.
enum PlaceName: String, CaseIterable {
    case cloud, local
}

/// Decodes `options`.
struct OptionDecoder {
    private static let tokenRange: ClosedRange<Int64> = 1...100_000_000

    func options(_ cursor: YAMLCursor) -> [ModelOption] {
        cursor.entries().compactMap(option)
    }

    private func option(_ cursor: YAMLCursor) -> ModelOption? {
        var option = ModelOption(id: cursor.key, title: cursor.key, model: "", place: .cloud)
        var hardware = ModelOption.LocalHardware(
            gpu: "", gpus: 1, purchase: .zero, busyWatts: 0, idleWatts: 0, hostWatts: 0, capacityPerHour: nil,
            memoryBandwidth: 0, weightBytes: 0)
        var place: PlaceName?
        var present: [OptionKey: YAMLCursor] = [:]
        cursor.forEachKey(of: OptionKey.self) { key, value in
            present[key] = value
            switch key {
            case .title: option.title = value.text() ?? option.title
            case .model: option.model = value.text("the model's name as logs know it") ?? ""
            case .place: place = value.choice(PlaceName.allCases)
            case .context: option.contextTokens = value.integer(in: Self.tokenRange, "tokens")
            case .memory: option.memoryBytes = value.bytes()
            case .gpu: hardware.gpu = value.text("the GPU's name") ?? ""
            case .gpus: hardware.gpus = value.integer(in: 1...1_024, "GPUs").map(Int.init) ?? 1
            case .purchase: hardware.purchase = value.money(example: "$10000") ?? .zero
            case .busyWatts: hardware.busyWatts = watts(value)
            case .idleWatts: hardware.idleWatts = watts(value)
            case .hostWatts: hardware.hostWatts = watts(value)
            case .capacity: hardware.capacityPerHour = value.ratePerHour()
            case .bandwidth: hardware.memoryBandwidth = bandwidth(value)
            case .weights: hardware.weightBytes = value.bytes().map(Double.init) ?? 0
            case .claim: option.claim = claim(value)
            }
        }
        guard case .mapping = cursor.node.content else { return nil }
        var needed: [OptionKey] = [.model, .place]
        if place == .local { needed += [.gpu, .purchase, .busyWatts, .idleWatts, .bandwidth, .weights] }
        let missing = needed.filter { present[$0] == nil }
        if !missing.isEmpty {
            cursor.errorAtKey("\(cursor.path) has no \(missing.map(\.rawValue).joined(separator: ", "))")
        }
        switch place {
        case .local: option.place = .local(hardware)
        case .cloud:
            for (key, value) in present where key.isLocal {
                value.errorAtKey("\(key.rawValue) is for place: local; a cloud model has no hardware of yours")
            }
        case nil: break
        }
        return option
    }

    private func watts(_ cursor: YAMLCursor) -> Double {
        cursor.number(in: 0...1_000_000, "watts as a number") ?? 0
    }

    /// Bytes per second, written `2039GB/s`.
    private func bandwidth(_ cursor: YAMLCursor) -> Double {
        guard let text = cursor.text("a bandwidth such as 2039GB/s") else { return 0 }
        guard text.hasSuffix("/s"), let bytes = Quantity.bytes(String(text.dropLast(2))) else {
            cursor.mismatch("a bandwidth such as 2039GB/s")
            return 0
        }
        return Double(bytes)
    }

    private func claim(_ cursor: YAMLCursor) -> ModelOption.Claim {
        var claim = ModelOption.Claim(
            costPerRequest: nil, latency: nil, throughputPerHour: nil, inputTokens: 0, outputTokens: 0)
        var present: Set<ClaimKey> = []
        cursor.forEachKey(of: ClaimKey.self) { key, value in
            present.insert(key)
            switch key {
            case .costPerRequest: claim.costPerRequest = value.money(example: "$0.01")
            case .latency: claim.latency = value.duration(in: .milliseconds(1)...(.hours(24)))
            case .throughput: claim.throughputPerHour = value.ratePerHour()
            case .inputTokens: claim.inputTokens = value.integer(in: Self.tokenRange, "tokens") ?? 0
            case .outputTokens: claim.outputTokens = value.integer(in: Self.tokenRange, "tokens") ?? 0
            }
        }
        if case .mapping = cursor.node.content, !present.isSuperset(of: [.inputTokens, .outputTokens]) {
            cursor.errorAtKey(
                "\(cursor.path) has no input_tokens and output_tokens: a claim is about requests of some size")
        }
        return claim
    }
}
