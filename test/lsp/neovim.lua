-- Run by neovim.test.ts: attaches to the server as Neovim 0.7 does it, writes down what it answers, and ends.
local server, file, out = vim.env.DENDRITIC_SERVER, vim.env.DENDRITIC_FILE, vim.env.DENDRITIC_ANSWER
local client = vim.lsp.start_client({
  name = "dendritic",
  cmd = { vim.env.DENDRITIC_NODE, server, "--stdio" },
  root_dir = vim.env.DENDRITIC_ROOT,
})
vim.cmd("edit " .. vim.fn.fnameescape(file))
vim.bo.filetype = "nix"
local buffer = vim.api.nvim_get_current_buf()
vim.lsp.buf_attach_client(buffer, client)
vim.wait(30000, function()
  return #vim.diagnostic.get(buffer) > 0
end, 20)
local diagnostics = {}
for _, found in ipairs(vim.diagnostic.get(buffer)) do
  table.insert(diagnostics, (found.lnum + 1) .. " " .. tostring(found.code))
end
local line = tonumber(vim.env.DENDRITIC_LINE)
local character = tonumber(vim.env.DENDRITIC_CHARACTER)
local params = {
  textDocument = { uri = vim.uri_from_bufnr(buffer) },
  position = { line = line, character = character },
}
local answers = vim.lsp.buf_request_sync(buffer, "textDocument/definition", params, 30000) or {}
local definitions = {}
for _, answer in pairs(answers) do
  for _, target in ipairs(answer.result or {}) do
    local range = target.targetSelectionRange or target.range
    table.insert(definitions, (target.targetUri or target.uri) .. " " .. (range.start.line + 1))
  end
end
local text = vim.json.encode({ diagnostics = diagnostics, definitions = definitions })
vim.fn.writefile({ text }, out)
vim.cmd("qa!")
