import InfermonModel

/// Models of OpenAI, micro-dollars per million tokens.
let builtInOpenAI: [ModelPrices] = [
    ModelPrices(
        "openai", "gpt-3.5-turbo", context: 16_385, ratios: [.batch: .half], retires: day(2026, 10, 23),
        successor: "gpt-4o-mini", aliases: ["gpt-35-turbo"],
        [
            PriceRow(500_000, 1_500_000, from: day(2024, 2, 16)),
            PriceRow(
                1_000_000, 2_000_000, from: day(2023, 12, 11), until: day(2024, 2, 16), origin: .announcement,
                note: "the name stood for -1106"),
            PriceRow(
                1_500_000, 2_000_000, from: day(2023, 6, 13), until: day(2023, 12, 11), origin: .announcement,
                note: "the name stood for -0613"),
            PriceRow(
                2_000_000, 2_000_000, until: day(2023, 6, 13), origin: .announcement,
                note: "one price for prompt and answer at launch"),
        ]),
    ModelPrices(
        "openai", "gpt-3.5-turbo-0125", context: 16_385, ratios: [.batch: .half], retires: day(2026, 10, 23),
        successor: "gpt-4o-mini", aliases: ["gpt-35-turbo-0125"],
        [PriceRow(500_000, 1_500_000)]),
    ModelPrices(
        "openai", "gpt-3.5-turbo-1106", context: 16_385, ratios: [.batch: .one], retires: day(2026, 9, 28),
        successor: "gpt-4o-mini", aliases: ["gpt-35-turbo-1106"],
        [PriceRow(1_000_000, 2_000_000)]),
    ModelPrices(
        "openai", "gpt-3.5-turbo-0613", context: 4_096, retires: day(2024, 9, 13), successor: "gpt-4o-mini",
        aliases: ["gpt-35-turbo-0613"],
        [PriceRow(1_500_000, 2_000_000, origin: .genAIPrices)]),
    ModelPrices(
        "openai", "gpt-3.5-turbo-0301", context: 4_096, retires: day(2024, 9, 13), successor: "gpt-4o-mini",
        aliases: ["gpt-35-turbo-0301"],
        [
            PriceRow(2_000_000, 2_000_000, until: day(2023, 6, 13), origin: .announcement),
            PriceRow(1_500_000, 2_000_000, from: day(2023, 6, 13), origin: .announcement),
        ]),
    ModelPrices(
        "openai", "gpt-3.5-turbo-16k", context: 16_385, retires: day(2026, 10, 23), successor: "gpt-4o-mini",
        [PriceRow(3_000_000, 4_000_000)]),
    ModelPrices(
        "openai", "gpt-4", context: 8_192, ratios: [.batch: .half], retires: day(2026, 10, 23), successor: "gpt-5.4",
        aliases: ["gpt-4-0613", "gpt-4-0314"],
        [PriceRow(30_000_000, 60_000_000)]),
    ModelPrices(
        "openai", "gpt-4-turbo", context: 128_000, ratios: [.batch: .half], retires: day(2026, 10, 23),
        successor: "gpt-5.4", aliases: ["gpt-4-turbo-preview", "gpt-4-0125-preview", "gpt-4-1106-preview"],
        [PriceRow(10_000_000, 30_000_000)]),
    ModelPrices(
        "openai", "gpt-4o", context: 128_000, ratios: [.batch: .half, .priority: PriceRatio(17, 10)],
        [PriceRow(2_500_000, 10_000_000, read: 1_250_000)]),
    ModelPrices(
        "openai", "gpt-4o-mini", context: 128_000, ratios: [.batch: .half, .priority: PriceRatio(5, 3)],
        [PriceRow(150_000, 600_000, read: 75_000)]),
    ModelPrices(
        "openai", "gpt-4.1", context: 1_047_576, ratios: [.batch: .half, .priority: PriceRatio(7, 4)],
        [PriceRow(2_000_000, 8_000_000, read: 500_000)]),
    ModelPrices(
        "openai", "gpt-4.1-mini", context: 1_047_576, ratios: [.batch: .half, .priority: PriceRatio(7, 4)],
        [PriceRow(400_000, 1_600_000, read: 100_000)]),
    ModelPrices(
        "openai", "gpt-4.1-nano", context: 1_047_576, ratios: [.batch: .half, .priority: .double],
        retires: day(2026, 10, 23), successor: "gpt-6-luna",
        [PriceRow(100_000, 400_000, read: 25_000)]),
    ModelPrices(
        "openai", "gpt-5", context: 272_000, ratios: [.batch: .half, .flex: .half, .priority: .double],
        retires: day(2026, 12, 11), successor: "gpt-6-sol",
        [PriceRow(1_250_000, 10_000_000, read: 125_000)]),
    ModelPrices(
        "openai", "gpt-5.1", context: 272_000, ratios: [.batch: .half, .flex: .half, .priority: .double],
        [PriceRow(1_250_000, 10_000_000, read: 125_000)]),
    ModelPrices(
        "openai", "gpt-5-mini", context: 272_000, ratios: [.batch: .half, .flex: .half, .priority: PriceRatio(9, 5)],
        retires: day(2026, 12, 11), successor: "gpt-5.4-mini",
        [PriceRow(250_000, 2_000_000, read: 25_000)]),
    ModelPrices(
        "openai", "gpt-5-nano", context: 272_000, ratios: [.batch: .half, .flex: .half], retires: day(2026, 12, 11),
        successor: "gpt-6-luna",
        [PriceRow(50_000, 400_000, read: 5_000)]),
    ModelPrices(
        "openai", "gpt-5.4", context: 1_050_000, ratios: [.batch: .half, .flex: .half, .regional: .tenPercentMore],
        [
            PriceRow(2_500_000, 15_000_000, read: 250_000),
            PriceRow(5_000_000, 22_500_000, read: 500_000, above: 272_000),
            PriceRow(5_000_000, 30_000_000, read: 500_000, tier: .priority),
        ]),
    ModelPrices(
        "openai", "gpt-5.4-mini", context: 272_000,
        ratios: [.batch: .half, .flex: .half, .priority: .double, .regional: .tenPercentMore],
        [PriceRow(750_000, 4_500_000, read: 75_000)]),
    ModelPrices(
        "openai", "gpt-5.5", context: 1_050_000, ratios: [.batch: .half, .flex: .half, .regional: .tenPercentMore],
        [
            PriceRow(5_000_000, 30_000_000, read: 500_000),
            PriceRow(10_000_000, 45_000_000, read: 1_000_000, above: 272_000),
            PriceRow(12_500_000, 75_000_000, read: 1_250_000, tier: .priority),
        ]),
    ModelPrices(
        "openai", "gpt-5.6-sol", context: 922_000,
        ratios: [.batch: .half, .flex: .half, .priority: .double, .regional: .tenPercentMore],
        [
            PriceRow(4_000_000, 20_000_000, read: 400_000, write: 5_000_000, from: day(2026, 10, 1)),
            PriceRow(8_000_000, 30_000_000, read: 800_000, write: 10_000_000, above: 272_000, from: day(2026, 10, 1)),
            PriceRow(
                5_000_000, 30_000_000, read: 500_000, write: 6_250_000, until: day(2026, 10, 1), origin: .langfuse,
                note: "cut in autumn 2026; the day is not known"),
            PriceRow(
                10_000_000, 45_000_000, read: 1_000_000, write: 12_500_000, above: 272_000, until: day(2026, 10, 1),
                origin: .langfuse, note: "cut in autumn 2026; the day is not known"),
        ]),
    ModelPrices(
        "openai", "gpt-5.6-terra", context: 922_000,
        ratios: [.batch: .half, .flex: .half, .priority: .double, .regional: .tenPercentMore],
        [
            PriceRow(2_000_000, 12_000_000, read: 200_000, write: 2_500_000, from: day(2026, 7, 30)),
            PriceRow(4_000_000, 18_000_000, read: 400_000, write: 5_000_000, above: 272_000, from: day(2026, 7, 30)),
            PriceRow(
                2_500_000, 15_000_000, read: 250_000, write: 3_125_000, until: day(2026, 7, 30), origin: .langfuse),
            PriceRow(
                5_000_000, 22_500_000, read: 500_000, write: 6_250_000, above: 272_000, until: day(2026, 7, 30),
                origin: .langfuse),
        ]),
    ModelPrices(
        "openai", "gpt-5.6-luna", context: 922_000,
        ratios: [.batch: .half, .flex: .half, .priority: .double, .regional: .tenPercentMore],
        [
            PriceRow(200_000, 1_200_000, read: 20_000, write: 250_000, from: day(2026, 7, 30)),
            PriceRow(400_000, 1_800_000, read: 40_000, write: 500_000, above: 272_000, from: day(2026, 7, 30)),
            PriceRow(1_000_000, 6_000_000, read: 100_000, write: 1_250_000, until: day(2026, 7, 30), origin: .langfuse),
            PriceRow(
                2_000_000, 9_000_000, read: 200_000, write: 2_500_000, above: 272_000, until: day(2026, 7, 30),
                origin: .langfuse),
        ]),
    ModelPrices(
        "openai", "gpt-6-sol", context: 922_000,
        ratios: [.batch: .half, .flex: .half, .priority: .double, .regional: .tenPercentMore],
        [
            PriceRow(2_000_000, 10_000_000, read: 200_000, write: 2_500_000),
            PriceRow(4_000_000, 15_000_000, read: 400_000, write: 5_000_000, above: 272_000),
        ]),
    ModelPrices(
        "openai", "gpt-6-luna", context: 922_000,
        ratios: [.batch: .half, .flex: .half, .priority: .double, .regional: .tenPercentMore],
        [
            PriceRow(100_000, 500_000, read: 10_000, write: 125_000),
            PriceRow(200_000, 750_000, read: 20_000, write: 250_000, above: 272_000),
        ]),
    ModelPrices(
        "openai", "gpt-6.1-sol", context: 922_000,
        ratios: [.batch: .half, .flex: .half, .priority: .double, .regional: .tenPercentMore],
        [
            PriceRow(2_000_000, 10_000_000, read: 100_000, write: 2_500_000),
            PriceRow(4_000_000, 15_000_000, read: 200_000, write: 5_000_000, above: 272_000),
        ]),
    ModelPrices(
        "openai", "o3", context: 200_000, ratios: [.batch: .half, .flex: .half, .priority: PriceRatio(7, 4)],
        retires: day(2026, 12, 11), successor: "gpt-5.5",
        [
            PriceRow(2_000_000, 8_000_000, read: 500_000, from: day(2025, 6, 10)),
            PriceRow(
                10_000_000, 40_000_000, read: 2_500_000, until: day(2025, 6, 10), origin: .announcement,
                note: "genai-prices carries 0.50 for cache reads"),
        ]),
    ModelPrices(
        "openai", "o4-mini", context: 200_000, ratios: [.batch: .half, .flex: .half, .priority: PriceRatio(20, 11)],
        retires: day(2026, 10, 23), successor: "gpt-5.4-mini",
        [PriceRow(1_100_000, 4_400_000, read: 275_000)]),
]
