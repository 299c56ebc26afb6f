import InfermonModel

/// DeepSeek's hours at half price, by the start of the hour in UTC.
let deepSeekOffPeak = [
    PriceWindow(weekdays: [1, 2, 3, 4, 5], fromMinute: 0, toMinute: 60),
    PriceWindow(weekdays: [1, 2, 3, 4, 5], fromMinute: 240, toMinute: 360),
    PriceWindow(weekdays: [1, 2, 3, 4, 5], fromMinute: 600, toMinute: 1_440),
    PriceWindow(weekdays: [0, 6], fromMinute: 0, toMinute: 1_440),
]

/// Models of smaller providers, micro-dollars per million tokens.
let builtInOthers: [ModelPrices] = [
    ModelPrices(
        "deepseek", "deepseek-v4-flash", context: 1_000_000,
        [
            PriceRow(300_000, 1_200_000, read: 6_000, write: 0),
            PriceRow(150_000, 600_000, read: 3_000, write: 0, windows: deepSeekOffPeak),
        ]),
    ModelPrices(
        "deepseek", "deepseek-v4-pro", context: 1_000_000,
        [
            PriceRow(1_320_000, 3_960_000, read: 44_000, write: 0),
            PriceRow(660_000, 1_980_000, read: 22_000, write: 0, windows: deepSeekOffPeak),
        ]),
    ModelPrices(
        "xai", "grok-4.3", context: 1_000_000, ratios: [.batch: PriceRatio(4, 5)],
        [
            PriceRow(1_250_000, 2_500_000, read: 200_000),
            PriceRow(2_500_000, 5_000_000, read: 400_000, above: 200_000),
        ]),
    ModelPrices(
        "xai", "grok-4.5", context: 500_000,
        [
            PriceRow(2_000_000, 6_000_000, read: 300_000),
            PriceRow(4_000_000, 12_000_000, read: 600_000, above: 200_000),
        ]),
    ModelPrices(
        "mistral", "mistral-large-latest", context: 262_144,
        [
            PriceRow(
                500_000, 1_500_000, read: 50_000, note: "genai-prices says 2 / 6: the name moved; price by dated names")
        ]),
    ModelPrices(
        "mistral", "mistral-small-latest", context: 262_144,
        [PriceRow(150_000, 600_000, read: 15_000)]),
    ModelPrices(
        "dashscope", "qwen-flash", context: 997_952,
        [
            PriceRow(50_000, 400_000),
            PriceRow(250_000, 2_000_000, above: 256_000),
        ]),
]
