extension ExampleConfiguration {
    /// The three scenarios that infermon is built around.
    public static let scenarios = ExampleConfiguration(
        name: "scenarios", summary: "a chatbot, a content generator and a research assistant behind a LiteLLM proxy",
        text: #"""
            # infermon: three uses of LLMs, what was promised of them and what they may cost.
            # "infermon check" tells whether everything here is understood and every source can be read.

            timezone: UTC                    # budgets are for calendar months in this zone, such as Europe/Zurich

            sources:
              gateway_logs:
                - path: /var/log/litellm/*.jsonl
                  format: auto               # looks at the first lines; or litellm, json
                  start: month               # the first time, read back to the start of the month
              gpus: {nvml: auto}             # NVIDIA GPUs of this machine, if there are any
              # cloud:                       # what providers bill; keys come from the environment or from a file
              #   - {provider: openai, key_env: OPENAI_ADMIN_KEY}

            # A request belongs to the first scenario of which one rule holds; in a rule all conditions hold.
            # What no rule claims is shown as "unattributed".
            scenarios:
              chatbot:
                title: Customer-service chatbot
                match:
                  - {tag: chatbot}
                  - {key: "chatbot-*"}       # the alias of the gateway key; * stands for anything
                  - {route: {prefix: /v1/chat/support/}}
                objectives:
                  latency_p95: 2s
                  availability: 99.9%
                  throughput: 1000/h         # the load that the scenario is sized for
                  gpu_memory: 32GB
                  cost_per_request: $0.01    # $7,300 a month at this load: "infermon check" warns of it
                budget: $500/month
                options: [1A, 1B, 1C]        # GPT-3.5 Turbo, Llama 2 7B on an A100, Claude 3 Sonnet

              content:
                title: Content generation
                match:
                  - {tag: content}
                  - {team: marketing}
                objectives:
                  latency_p95: 10s
                  throughput: 100/h
                  gpu_memory: 80GB
                  cost_per_request: $0.20
                budget: $2000/month
                options: [2A, 2B, 2C]        # GPT-4, Llama 2 13B on an A100, Claude 3 Sonnet

              research:
                title: Research assistant
                match:
                  - {tag: research}
                  - {meta: {project: [papers, reports]}}
                objectives:
                  latency_p95: 30s
                  throughput: 50/h
                  gpu_memory: 200GB
                  cost_per_request: $1.00
                budget: $5000/month
                options: [3A, 3B, 3C]        # Claude 3 Sonnet, GPT-4, Llama 2 13B on four A100

            """#)
}
