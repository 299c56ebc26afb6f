import InfermonModel

/// Models of Google, micro-dollars per million tokens.
let builtInGoogle: [ModelPrices] = [
    ModelPrices(
        "google", "gemini-2.5-pro", context: 1_048_576, ratios: [.priority: PriceRatio(9, 5)],
        [
            PriceRow(1_250_000, 10_000_000, read: 125_000),
            PriceRow(2_500_000, 15_000_000, read: 250_000, above: 200_000),
            PriceRow(625_000, 5_000_000, read: 125_000, tier: .batch),
            PriceRow(625_000, 5_000_000, read: 125_000, tier: .flex),
            PriceRow(1_250_000, 7_500_000, read: 250_000, above: 200_000, tier: .batch),
        ]),
    ModelPrices(
        "google", "gemini-2.5-flash", context: 1_048_576, ratios: [.priority: PriceRatio(9, 5)],
        [
            PriceRow(300_000, 2_500_000, read: 30_000),
            PriceRow(150_000, 1_250_000, read: 30_000, tier: .batch),
            PriceRow(150_000, 1_250_000, read: 30_000, tier: .flex),
        ]),
    ModelPrices(
        "google", "gemini-2.5-flash-lite", context: 1_048_576, ratios: [.priority: PriceRatio(9, 5)],
        [
            PriceRow(100_000, 400_000, read: 10_000),
            PriceRow(50_000, 200_000, read: 10_000, tier: .batch),
            PriceRow(50_000, 200_000, read: 10_000, tier: .flex),
        ]),
    ModelPrices(
        "google", "gemini-3.1-pro-preview", context: 1_048_576, ratios: [.priority: PriceRatio(9, 5)],
        [
            PriceRow(2_000_000, 12_000_000, read: 200_000),
            PriceRow(4_000_000, 18_000_000, read: 400_000, above: 200_000),
            PriceRow(1_000_000, 6_000_000, read: 200_000, tier: .batch),
            PriceRow(1_000_000, 6_000_000, read: 200_000, tier: .flex),
            PriceRow(2_000_000, 9_000_000, read: 400_000, above: 200_000, tier: .batch),
        ]),
    ModelPrices(
        "google", "gemini-3.5-flash", context: 1_048_576,
        ratios: [.batch: .half, .flex: .half, .priority: PriceRatio(9, 5)],
        [PriceRow(1_500_000, 9_000_000, read: 150_000)]),
    ModelPrices(
        "google", "gemini-3.8-flash", context: 1_048_576,
        ratios: [.batch: .half, .flex: .half, .priority: PriceRatio(9, 5)],
        [PriceRow(750_000, 3_750_000, read: 75_000)]),
]
