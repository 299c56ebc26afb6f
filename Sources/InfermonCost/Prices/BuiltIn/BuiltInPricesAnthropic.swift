import InfermonModel

/// Models of Anthropic, micro-dollars per million tokens.
let builtInAnthropic: [ModelPrices] = [
    ModelPrices(
        "anthropic", "claude-3-sonnet", context: 200_000, ratios: [.batch: .half], retires: day(2025, 7, 21),
        successor: "claude-sonnet-5", aliases: ["claude-3-sonnet-20240229"],
        [PriceRow(3_000_000, 15_000_000, read: 300_000, write: 3_750_000, hour: 6_000_000, origin: .genAIPrices)]),
    ModelPrices(
        "anthropic", "claude-haiku-4-5", context: 200_000, ratios: [.batch: .half], aliases: ["claude-haiku-4.5"],
        [PriceRow(1_000_000, 5_000_000, read: 100_000, write: 1_250_000, hour: 2_000_000)]),
    ModelPrices(
        "anthropic", "claude-sonnet-4-5", context: 200_000, ratios: [.batch: .half], retires: day(2026, 11, 30),
        successor: "claude-sonnet-5", aliases: ["claude-sonnet-4.5"],
        [
            PriceRow(
                3_000_000, 15_000_000, read: 300_000, write: 3_750_000, hour: 6_000_000,
                note: "genai-prices doubles it above 200,000 prompt tokens; LiteLLM does not")
        ]),
    ModelPrices(
        "anthropic", "claude-sonnet-4-6", context: 1_000_000, ratios: [.batch: .half, .regional: .tenPercentMore],
        aliases: ["claude-sonnet-4.6"],
        [PriceRow(3_000_000, 15_000_000, read: 300_000, write: 3_750_000, hour: 6_000_000)]),
    ModelPrices(
        "anthropic", "claude-sonnet-5", context: 1_000_000, ratios: [.batch: .half, .regional: .tenPercentMore],
        aliases: ["claude-5-sonnet", "claude-sonnet-5.0"],
        [
            PriceRow(
                2_000_000, 10_000_000, read: 200_000, write: 2_500_000, hour: 4_000_000,
                note: "the rise to 3 / 15 announced for 2026-09-01 was cancelled")
        ]),
    ModelPrices(
        "anthropic", "claude-sonnet-5-5", context: 1_000_000, ratios: [.batch: .half, .regional: .tenPercentMore],
        aliases: ["claude-sonnet-5.5"],
        [PriceRow(2_000_000, 10_000_000, read: 100_000, write: 2_500_000, hour: 4_000_000)]),
    ModelPrices(
        "anthropic", "claude-opus-4-5", context: 200_000, ratios: [.batch: .half], aliases: ["claude-opus-4.5"],
        [PriceRow(5_000_000, 25_000_000, read: 500_000, write: 6_250_000, hour: 10_000_000)]),
    ModelPrices(
        "anthropic", "claude-opus-4-6", context: 1_000_000, ratios: [.batch: .half], aliases: ["claude-opus-4.6"],
        [PriceRow(5_000_000, 25_000_000, read: 500_000, write: 6_250_000, hour: 10_000_000)]),
    ModelPrices(
        "anthropic", "claude-opus-4-7", context: 1_000_000, ratios: [.batch: .half], aliases: ["claude-opus-4.7"],
        [PriceRow(5_000_000, 25_000_000, read: 500_000, write: 6_250_000, hour: 10_000_000)]),
    ModelPrices(
        "anthropic", "claude-opus-4-8", context: 1_000_000,
        ratios: [.batch: .half, .fast: .double, .regional: .tenPercentMore], aliases: ["claude-opus-4.8"],
        [PriceRow(5_000_000, 25_000_000, read: 500_000, write: 6_250_000, hour: 10_000_000)]),
    ModelPrices(
        "anthropic", "claude-opus-5", context: 1_000_000,
        ratios: [.batch: .half, .fast: .double, .regional: .tenPercentMore],
        [PriceRow(5_000_000, 25_000_000, read: 500_000, write: 6_250_000, hour: 10_000_000)]),
    ModelPrices(
        "anthropic", "claude-fable-5", context: 1_000_000, ratios: [.batch: .half, .regional: .tenPercentMore],
        [PriceRow(10_000_000, 50_000_000, read: 1_000_000, write: 12_500_000, hour: 20_000_000)]),
    ModelPrices(
        "anthropic", "claude-haiku-5-5", context: 1_000_000, ratios: [.batch: .half, .regional: .tenPercentMore],
        aliases: ["claude-haiku-5.5"],
        [
            PriceRow(100_000, 500_000, read: 10_000, write: 125_000, hour: 200_000),
            PriceRow(500_000, 2_500_000, read: 50_000, write: 625_000, hour: 1_000_000, above: 100_000),
        ]),
    ModelPrices(
        "bedrock", "us.anthropic.claude-sonnet-4-5", context: 200_000, ratios: [.batch: .half],
        retires: day(2027, 4, 8),
        [
            PriceRow(3_300_000, 16_500_000, read: 330_000, write: 4_125_000, hour: 6_600_000),
            PriceRow(6_600_000, 24_750_000, read: 660_000, write: 8_250_000, hour: 13_200_000, above: 200_000),
        ]),
]
