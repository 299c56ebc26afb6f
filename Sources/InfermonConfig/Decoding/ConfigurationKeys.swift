/// The keys that a configuration may have, by the kind of mapping, for documentation and completion.
public enum ConfigurationKeys {
    /// One kind of mapping and its keys.
    public struct Section: Hashable, Sendable {
        /// The heading under which the documentation has it.
        public let name: String
        /// The keys, each of which is decoded.
        public let keys: [String]

        init<Key: ConfigurationKey>(_: Key.Type) {
            name = Key.section
            keys = Key.allCases.map(\.rawValue)
        }
    }

    /// All sections.
    public static let sections = [
        Section(RootKey.self), Section(StoreKey.self), Section(SourcesKey.self), Section(GatewayLogKey.self),
        Section(MappedField.self), Section(GPUSourceKey.self), Section(ProviderKey.self), Section(ScenarioKey.self),
        Section(MatchKey.self), Section(PatternKey.self), Section(ObjectiveKey.self), Section(TargetKey.self),
        Section(OptionKey.self), Section(ClaimKey.self), Section(HardwareKey.self), Section(TariffKey.self),
        Section(AlertKey.self),
    ]
}
