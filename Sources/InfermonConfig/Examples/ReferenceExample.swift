extension ExampleConfiguration {
    /// Every key once.
    public static let reference = ExampleConfiguration(
        name: "reference", summary: "every key once, to look things up in",
        text: #"""
            # Every key that infermon knows, once. The keys, their units and defaults are described in Configuration.md.
            timezone: UTC
            interval: 250ms
            theme: dark
            store: {path: ~/.local/state/infermon/infermon.sqlite, retain: 400d}
            prices: [prices.json]

            sources:
              gateway_logs:
                - path: /var/log/litellm/*.jsonl
                  format: litellm
                  start: month
                  role: primary
                - path: /var/log/edge/access.log
                  format: json
                  start: 2026-11-01T00:00:00Z
                  role: enrich
                  timezone: UTC
                  map:
                    end_time: {path: end, unit: iso}
                    start_time: {path: begin, unit: epoch_ms}
                    latency: {path: took, unit: us}
                    ttft: {path: first, unit: ns}
                    model: request.model
                    provider: upstream
                    input_tokens: usage.in
                    output_tokens: usage.out
                    cached_tokens: usage.cached
                    cost: {path: price, unit: usd}
                    scenario: labels.app
                    status: code
                    outcome: result
                    stream: streamed
                    cache_hit: from_cache
                    id: call
                    group: trace
                    key: consumer
                    team: owner
                    route: path
                    end_user: customer
                    user_agent: agent
                    host: vhost
                    error: failure
              gpus: {nvml: auto, interval: 2s, library: /usr/lib/x86_64-linux-gnu/libnvidia-ml.so.1}
              cloud:
                - provider: openai
                  key_env: OPENAI_ADMIN_KEY
                  base_url: https://api.openai.com
                  interval: 5m
                  projects: {proj_support: chatbot}
                  budget: $3000/month
                - {provider: openai, name: openai-team-b, key_env: OPENAI_TEAM_B_KEY}
                - {provider: anthropic, key_file: anthropic.key, settings: {}}
                - {provider: focus, name: azure, settings: {path: /var/lib/costs/azure-*.csv.gz, cost: billed}}
                - {provider: openrouter, key_credential: openrouter-management}

            budget: $7500/month

            scenarios:
              chatbot:
                title: Customer-service chatbot
                match:
                  - {tag: chatbot, source: "/var/log/litellm/*"}
                  - {header: {x-scenario: chatbot}}
                  - {meta: {project: [support, returns]}}
                  - {key: chatbot-*, model: [gpt-3.5*, {exact: gpt-4}]}
                  - {team: support, route: {prefix: /v1/chat/}}
                  - {end_user: {regex: "^shop-[0-9]+$"}}
                  - {user_agent: support-bot/*, host: chat.example.com}
                objectives:
                  window: 5m
                  latency_p50: 1s
                  latency_p90: 1500ms
                  latency_p95: 2s
                  latency_p99: {target: 4s, window: 1h}
                  ttft_p50: 300ms
                  ttft_p90: 600ms
                  ttft_p95: 800ms
                  ttft_p99: 1500ms
                  availability: {target: 99.9%, window: 24h}
                  throughput: 1000/h
                  cost_per_request: $0.0006
                  gpu_memory: 32GB
                budget: $500/month
                options: [small-cloud, small-local]

            options:
              small-cloud:
                title: GPT-3.5 Turbo
                model: gpt-3.5-turbo
                place: cloud
                context: 16385
                claim:
                  cost_per_request: $0.0003
                  latency: 800ms
                  throughput: 2000/h
                  input_tokens: 100
                  output_tokens: 50
              small-local:
                model: llama-2-7b
                place: local
                context: 4096
                memory: 16GB
                gpu: A100 40GB
                gpus: 1
                purchase: $10000
                busy_watts: 300
                idle_watts: 60
                host_watts: 250
                capacity: 2000/h
                bandwidth: 1555GB/s
                weights: 13.5GB

            hardware:
              tariffs:
                - {days: [mon-fri], hours: 7-21, price: $0.21/kWh}
                - {price: $0.14/kWh}
              pue: 1.4
              host_watts: 250
              purchase: $10000
              resale: $2000
              months: 36
              fixed: $150/month
              models: [llama-*, mistral-7b]

            alerts:
              - name: slow_answers
                scenario: chatbot
                metric: latency_p95
                above: 3s
                for: 5m
                keep_firing: 10m
                severity: critical
                no_data: keep
              - {name: few_served, scenario: chatbot, metric: availability, below: 99.5%, severity: warning}
              - {name: budget_gone, scenario: chatbot, metric: budget_used, above: 95%, for: 0s, no_data: resolve}
              - {name: silent, metric: source_age, above: 10m, severity: notice}

            """#)
}
