extension ExampleConfiguration {
    /// One log, one scenario.
    public static let minimal = ExampleConfiguration(
        name: "minimal", summary: "one gateway log and one scenario with a budget",
        text: #"""
            # The least that shows money against a budget: requests tagged "chatbot" belong to the scenario of that name.
            sources:
              gateway_logs:
                - path: /var/log/litellm/*.jsonl

            scenarios:
              chatbot:
                objectives: {latency_p95: 2s, availability: 99.9%}
                budget: $500/month

            """#)

    /// A log of one's own make.
    public static let jsonLog = ExampleConfiguration(
        name: "json-log", summary: "a JSON-lines log of your own, field by field",
        text: #"""
            # Well-known names (ts, model, latency_ms, input_tokens, output_tokens, cost_usd, status, scenario, ...) map
            # themselves; only what is called otherwise is written here, as a path of keys and, for times and amounts, a unit.
            sources:
              gateway_logs:
                - path: /var/log/gateway/*.log*
                  format: json
                  start: end                 # end, start, month, or a time such as 2026-11-01T08:00:00Z
                  timezone: UTC              # of times that name no zone
                  map:
                    end_time: {path: done_at, unit: epoch_s}
                    latency: {path: timing.total, unit: s}
                    ttft: {path: timing.first_token, unit: s}
                    model: request.model
                    input_tokens: usage.in
                    output_tokens: usage.out
                    cost: {path: charge, unit: cents}
                    scenario: labels.app

            scenarios:
              support:
                match: [{route: [/support/*, /help/*]}, {user_agent: {regex: "^support-bot/[0-9]+"}}]
                objectives: {latency_p95: 3s}
                budget: $300/month

            """#)

    /// Models on hardware of one's own, and what it really costs.
    public static let ownGPUs = ExampleConfiguration(
        name: "own-gpus", summary: "models on your own GPUs: electricity, purchase, and the cloud instead",
        text: #"""
            # What a GPU costs is mostly its purchase; electricity comes on top. Both are shown beside what a cloud would charge.
            sources:
              gateway_logs:
                - path: /var/log/litellm/*.jsonl
              gpus: {nvml: auto, interval: 2s}

            hardware:
              purchase: $15000
              resale: $3000
              months: 36                     # written off over three years
              models: [llama*]               # what it serves: requests to these share its cost
              fixed: $150/month              # rack space, support
              host_watts: 300                # the machine without its GPUs
              pue: 1.4                       # all power / the computers' power
              tariffs:
                - {days: mon-fri, hours: 7-21, price: $0.21/kWh}
                - {price: $0.14/kWh}         # all other hours

            scenarios:
              drafts:
                match: [{model: "llama*"}]
                objectives: {latency_p95: 10s, throughput: 100/h, gpu_memory: 80GB}
                options: [llama-on-a100, sonnet]

            options:
              llama-on-a100:
                title: Llama 2 13B on one A100
                model: llama-2-13b
                place: local
                gpu: A100 80GB
                gpus: 1
                purchase: $15000
                busy_watts: 300
                idle_watts: 60
                host_watts: 300
                bandwidth: 2039GB/s          # of one GPU's memory: bounds the time per token
                weights: 26GB                # that each token reads
                memory: 28GB
                context: 4096
                capacity: 300/h
              sonnet: {model: claude-3-sonnet, place: cloud, context: 200000}

            """#)
}
